"""The organisation's own pages: beginning, members, sites and contacts, what is shared; and the person's own."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.accounts import queries, services
from obsolescence.accounts.rules.languages import LANGUAGES
from obsolescence.accounts.rules.roles import MEMBER_ROLES, SITE_KINDS, company_domain
from obsolescence.base import given
from obsolescence.base.access import (
    EDITORS,
    OWNER,
    Actor,
    MemberRequest,
    StaffRequest,
    for_everybody_signed_in,
    for_members,
    for_staff,
)
from obsolescence.base.page import go, page
from obsolescence.base.refusals import NotAllowed
from obsolescence.flow import accounts as flow
from obsolescence.projects import queries as projects
from obsolescence.projects import services as project_services
from obsolescence.projects.rules.stages import SHARING_WORDS, is_wider
from obsolescence.relations import queries as relations

KIND_WORDS = {
    "head_office": "Head office",
    "production": "Production",
    "contract_manufacturer": "Contract manufacturer",
}


@for_everybody_signed_in
def start(request: HttpRequest) -> HttpResponse:
    """A newcomer founds an organisation, or asks to join the one that colleagues have."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_staff:
        raise Http404
    existing = queries.organisation_with_domain(company_domain(actor.email))
    if request.method == "POST":
        if "join" in request.POST:
            flow.ask_to_join(user_id=actor.user_id, name=actor.name, email=actor.email, at=timezone.now())
            messages.success(request, "Your colleagues have been asked.")
            return go(request, reverse("accounts:start"))
        organisation_id = services.found_organisation(
            name=request.POST.get("name", ""),
            user_id=actor.user_id,
            country=request.POST.get("country", ""),
        )
        request.session["organisation_id"] = organisation_id
        return go(request, reverse("home"))
    context = {
        "existing": existing,
        "asked": queries.join_request_of(actor.user_id),
        "domain": company_domain(actor.email),
    }
    return page(request, "obsolescence/accounts/start.html", context)


@for_everybody_signed_in
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Choose another organisation that one belongs to; the next page is its overview."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    chosen = request.POST.get("organisation", "")
    mine = {str(one.organisation_id) for one in queries.memberships_of(actor.user_id)}
    if chosen not in mine:
        raise Http404
    request.session["organisation_id"] = int(chosen)
    return go(request, reverse("home"))


@for_members()
def members(request: MemberRequest) -> HttpResponse:
    """Who belongs to the organisation, who was invited, who asks to join."""
    context = {
        "members": queries.members_of(request.organisation_id),
        "invitations": queries.invitations_of(request.organisation_id),
        "requests": queries.join_requests_of(request.organisation_id),
        "roles": MEMBER_ROLES,
        "is_owner": request.actor.role == OWNER,
        "me": request.actor.user_id,
    }
    return page(request, "obsolescence/accounts/members.html", context)


@for_members(OWNER)
@require_POST
def invite(request: MemberRequest) -> HttpResponse:
    """Invite somebody by mail; the link is good for two weeks."""
    email, role = services.mail_address(request.POST.get("email", "")), request.POST.get("role", "engineer")
    secret = services.invite(
        organisation_id=request.organisation_id,
        email=email,
        role=role,
        invited_by=request.actor.user_id,
        now=timezone.now(),
    )
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('accounts:accept', args=[secret])}"
    subject = f"{request.actor.name} invites you to {request.actor.organisation_name}"
    send_mail(
        " ".join(subject.split()),
        f"{request.actor.name} invites you to {request.actor.organisation_name} on {settings.PRODUCT_NAME}, as {role}.\n\n"
        f"Sign in or sign up with this mail address and open:\n{address}\n\nThe link is good for two weeks.",
        None,
        [email],
    )
    messages.success(request, f"An invitation is on its way to {email}.")
    return go(request, reverse("accounts:members"))


@for_everybody_signed_in
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Join by an invitation that was sent to one's own address."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method != "POST":
        return page(request, "obsolescence/accounts/accept.html", {"secret": secret})
    organisation_id = services.accept_invitation(secret=secret, user_id=actor.user_id, now=timezone.now())
    request.session["organisation_id"] = organisation_id
    return go(request, reverse("home"))


@for_members(OWNER)
@require_POST
def decide(request: MemberRequest, request_id: int) -> HttpResponse:
    """Let somebody in who asked, or not."""
    services.decide_join(
        organisation_id=request.organisation_id,
        request_id=request_id,
        accept=request.POST.get("accept") == "1",
        role=request.POST.get("role", "engineer"),
        now=timezone.now(),
    )
    return go(request, reverse("accounts:members"))


@for_members()
@require_POST
def member(request: MemberRequest, user_id: int) -> HttpResponse:
    """Change a role or end a membership (owner), or leave oneself. The last owner cannot."""
    is_self = user_id == request.actor.user_id
    if request.actor.role != OWNER and not (is_self and "leave" in request.POST):
        raise NotAllowed("Only an owner changes roles and members.")
    if "leave" in request.POST:
        services.leave(organisation_id=request.organisation_id, user_id=user_id)
    else:
        services.change_role(
            organisation_id=request.organisation_id, user_id=user_id, role=request.POST.get("role", "")
        )
    messages.success(request, "Saved.")
    return go(
        request, reverse("home") if is_self and "leave" in request.POST else reverse("accounts:members")
    )


@for_members()
def sites(request: MemberRequest) -> HttpResponse:
    """Where the organisation works, and whom to talk to; a form each, the same code or address changes the row."""
    if request.method == "POST":
        if request.actor.role not in EDITORS:
            raise NotAllowed(
                "Your role can look, not change. People with the role owner, engineer or buyer can."
            )
        values = request.POST
        if "contact" in values:
            services.save_contact(
                organisation_id=request.organisation_id,
                name=values.get("name", ""),
                email=values.get("email", ""),
                phone=values.get("phone", ""),
                function=values.get("function", ""),
                language=values.get("language") or "en",
                time_zone=values.get("time_zone") or "Europe/Berlin",
                by=request.actor.user_id,
                by_owner=request.actor.role == OWNER,
            )
        else:
            services.save_site(
                organisation_id=request.organisation_id,
                code=values.get("code", ""),
                name=values.get("name", ""),
                address=values.get("address", ""),
                country=values.get("country", ""),
                time_zone=values.get("time_zone") or "Europe/Berlin",
                kind=values.get("kind", "production"),
            )
        messages.success(request, "Saved.")
        return go(request, reverse("accounts:sites"))
    context = {
        "sites": queries.sites_of(request.organisation_id),
        "contacts": queries.contacts_of(request.organisation_id),
        "kinds": [(kind, KIND_WORDS[kind]) for kind in SITE_KINDS],
        "kind_words": KIND_WORDS,
        "languages": LANGUAGES.items(),
        "can_edit": request.actor.role in EDITORS,
    }
    return page(request, "obsolescence/accounts/sites.html", context)


@for_members()
def sharing(request: MemberRequest) -> HttpResponse:
    """What sales sees, project by project, the switch for each, and who looked. Their view comes from its own address."""
    organisation_id = request.organisation_id
    if request.method == "POST":
        _choose_sharing(request)
        return go(request, reverse("accounts:sharing"))
    looks = list(relations.looks_at(organisation_id))
    rows = [
        (one, [look for look in looks if look.project_id == one.pk])
        for one in projects.projects_of(organisation_id)
    ]
    context = {
        "rows": rows,
        "looks": looks[:30],
        "names": {one.pk: one.name for one, _ in rows},
        "words": SHARING_WORDS,
        "shown": [one for one, _ in rows if one.sharing != "nothing" and one.sharing_decided_at],
        "can_edit": request.actor.role in EDITORS,
        "enquiries": relations.enquiries_of(organisation_id)[:10],
    }
    return page(request, "obsolescence/accounts/sharing.html", context)


def _choose_sharing(request: MemberRequest) -> None:
    """Everyone who works here may narrow; only the owner widens."""
    if request.actor.role not in EDITORS:
        raise NotAllowed("Your role can look, not change. People with the role owner, engineer or buyer can.")
    project = projects.project(request.organisation_id, given.row_id(request.POST.get("project", "")))
    wanted = request.POST.get("sharing", "")
    widens = is_wider(project.sharing, wanted)
    if widens and request.actor.role != OWNER:
        raise NotAllowed("Only an owner can share more of a project; engineers and buyers can share less.")
    project_services.choose_sharing(
        organisation_id=request.organisation_id,
        project_id=project.pk,
        sharing=wanted,
        by=request.actor.user_id,
        at=timezone.now(),
    )


@for_staff("sales_manager", "service_desk")
def erp(request: StaffRequest) -> HttpResponse:
    """Which customer number belongs to which organisation: proposed by mail domain and name, confirmed by a person."""
    if request.method == "POST":
        organisation = request.POST.get("organisation", "").strip()
        flow.confirm_account(
            number=request.POST.get("number", ""),
            organisation_id=given.row_id(organisation) if organisation else None,
            confirmed_by=request.actor.user_id,
            at=timezone.now(),
        )
        messages.success(request, "Saved.")
        return go(request, reverse("accounts:erp"))
    organisations = list(queries.organisations_for_staff())
    context = {
        "open": [
            (one, queries.likely_organisations(one, organisations))
            for one in queries.accounts_proposed_for_staff()[:100]
        ],
        "confirmed": queries.accounts_for_staff().exclude(organisation=None)[:200],
        "organisations": organisations,
    }
    return page(request, "obsolescence/accounts/erp.html", context)


app_name = "accounts"
urlpatterns = [
    path("start/", start, name="start"),
    path("switch/", switch, name="switch"),
    path("sharing/", sharing, name="sharing"),
    path("members/", members, name="members"),
    path("members/invite/", invite, name="invite"),
    path("members/<int:user_id>/", member, name="member"),
    path("members/requests/<int:request_id>/", decide, name="decide"),
    path("invitations/<slug:secret>/", accept, name="accept"),
    path("sites/", sites, name="sites"),
    path("erp/", erp, name="erp"),
]
