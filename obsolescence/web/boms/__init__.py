"""Bills of materials: upload, table, lines, editing, revisions, questions to the distributor."""

from django.urls import path

from obsolescence.web.boms import editing, enquiries, lines, revisions, table, upload

app_name = "boms"
urlpatterns = [
    path("", table.listing, name="list"),
    path("upload/", upload.upload, name="upload"),
    path("ask/", enquiries.enquire, name="enquire"),
    path("<int:bom_id>/", table.bom, name="bom"),
    path("<int:bom_id>/revisions/", revisions.revisions, name="revisions"),
    path("<int:bom_id>/compare/<int:old_id>/<int:new_id>/", revisions.compare, name="compare"),
    path("<int:bom_id>/edit/", revisions.edit, name="edit"),
    path("<int:bom_id>/horizon/", table.horizon, name="horizon"),
    path("revisions/<int:revision_id>/progress/", upload.progress, name="progress"),
    path("revisions/<int:revision_id>/release/", revisions.release, name="release"),
    path("revisions/<int:revision_id>/undo/", upload.undo, name="undo"),
    path("revisions/<int:revision_id>/original/", upload.original, name="original"),
    path("revisions/<int:revision_id>/lines.csv", table.download, {"kind": "csv"}, name="csv"),
    path("revisions/<int:revision_id>/lines.xlsx", table.download, {"kind": "xlsx"}, name="xlsx"),
    path("lines/<int:line_id>/", lines.line, name="line"),
    path("lines/<int:line_id>/part/", lines.choose, name="choose"),
    path("lines/<int:line_id>/alternates/", lines.approve, name="approve"),
    path("lines/<int:line_id>/note/", lines.note, name="note"),
    path("lines/<int:line_id>/edit/<slug:field>/", editing.edit_cell, name="edit_cell"),
    path("revisions/<int:revision_id>/edit/", editing.edit_many, name="edit_many"),
    path("revisions/<int:revision_id>/edit/undo/", editing.undo_edit, name="undo_edit"),
]
