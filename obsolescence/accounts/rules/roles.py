"""The roles that people have, here and at the distributor, and what a site is used for."""

MEMBER_ROLES = ("owner", "engineer", "buyer", "viewer")
STAFF_ROLES = ("sales", "sales_manager", "catalogue_manager", "service_desk", "administrator")
SITE_KINDS = ("head_office", "production", "contract_manufacturer")

# Mail providers for the public: sharing such a domain does not make two people colleagues.
PUBLIC_MAIL_DOMAINS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "t-online.de",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "163.com",
        "126.com",
        "mail.ru",
        "yandex.ru",
        "orange.fr",
        "free.fr",
        "libero.it",
    ]
)


def company_domain(email: str) -> str:
    """The mail domain that identifies a company, or "" for a public mail provider."""
    domain = email.rpartition("@")[2].strip().lower()
    return "" if domain in PUBLIC_MAIL_DOMAINS else domain


# What a token for programs may do.
SCOPES = {"boms:read": "Read bills of materials and their risk", "boms:write": "Upload bills of materials"}
