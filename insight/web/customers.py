"""Customers: the list, and one customer with its leads and everything that happened."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from insight.leads import queries as leads
from obsolescence.accounts import queries as accounts
from obsolescence.base.access import StaffRequest, for_staff
from obsolescence.base.page import go, page
from obsolescence.projects import queries as projects
from obsolescence.relations import queries as relations
from obsolescence.relations import services


@for_staff()
def listing(request: StaffRequest) -> HttpResponse:
    """Everybody by name: that they exist is the distributor's own knowledge; what they build is theirs to share."""
    expected = leads.expected_by_organisation()
    numbers: dict[int, list[str]] = {}
    for account in accounts.accounts_for_staff():
        if account.organisation_id:
            numbers.setdefault(account.organisation_id, []).append(account.number)
    rows = [
        (one, numbers.get(one.pk, []), *expected.get(one.pk, (0, 0.0)))
        for one in accounts.organisations_for_staff()
    ]
    return page(request, "insight/customers.html", {"rows": rows})


@for_staff()
def customer(request: StaffRequest, organisation_id: int) -> HttpResponse:
    """One customer; the customer sees who looked."""
    one = accounts.organisation(organisation_id)
    services.record_look(
        organisation_id=organisation_id,
        project_id=None,
        user_id=request.actor.user_id,
        who=f"{request.actor.name}, {request.actor.staff_role.replace('_', ' ')}",
        kind="customer",
        at=timezone.now(),
    )
    context = {
        "one": one,
        "leads": list(leads.leads_of_organisation(organisation_id)),
        "projects": list(projects.projects_of(organisation_id)),
        "enquiries": list(relations.enquiries_of(organisation_id)[:20]),
        "contacts": list(accounts.contacts_of(organisation_id)),
        "today": timezone.localdate(),
    }
    return page(request, "insight/customer.html", context)


@for_staff("sales", "sales_manager", "service_desk")
@require_POST
def answered(request: StaffRequest, enquiry_id: int) -> HttpResponse:
    """The dialogue went on outside; the enquiry is done."""
    organisation_id = services.answer(enquiry_id=enquiry_id, at=timezone.now())
    messages.success(request, "Marked as answered.")
    return go(request, reverse("customers:customer", args=[organisation_id]))


app_name = "customers"
urlpatterns = [
    path("", listing, name="list"),
    path("<int:organisation_id>/", customer, name="customer"),
    path("enquiries/<int:enquiry_id>/answered/", answered, name="answered"),
]
