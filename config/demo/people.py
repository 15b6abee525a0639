"""Who can be signed in as with one click; every name is invented, every address ends in example.com."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoPerson:
    email: str
    name: str
    role: str
    says: str


ACME = "acme.example.com"
HOUSE = "arvenne.example.com"

MEMBERS = (
    DemoPerson(f"alice@{ACME}", "Alice Brandt", "engineer", "Engineer at Acme Drives"),
    DemoPerson(f"bob@{ACME}", "Bob Kellner", "buyer", "Buyer at Acme Drives"),
    DemoPerson(f"olivia@{ACME}", "Olivia Sander", "owner", "Owner at Acme Drives"),
    DemoPerson(f"vera@{ACME}", "Vera Lind", "viewer", "Viewer at Acme Drives"),
)
STAFF = (
    DemoPerson(f"sam@{HOUSE}", "Sam Winter", "sales", "Sales at the distributor"),
    DemoPerson(
        f"carla@{HOUSE}", "Carla Moretti", "catalogue_manager", "Catalogue manager at the distributor"
    ),
    DemoPerson(f"silke@{HOUSE}", "Silke Vogt", "sales_manager", "Sales manager at the distributor"),
    DemoPerson(f"dario@{HOUSE}", "Dario Petit", "service_desk", "Service desk at the distributor"),
    DemoPerson(f"ada@{HOUSE}", "Ada Nilsson", "administrator", "Administrator at the distributor"),
)
ONE_CLICK = (MEMBERS[0], MEMBERS[1], MEMBERS[2], STAFF[0], STAFF[1])

FIRST_NAMES = ("Mira", "Jonas", "Lena", "Tomas", "Ines", "Pavel", "Greta", "Milan", "Nora", "Felix", "Clara", "Hugo",
               "Elif", "Oskar", "Petra", "Ruben", "Sofia", "Emil", "Hanna", "Viktor")  # fmt: skip
LAST_NAMES = ("Aldred", "Bergholt", "Castan", "Dorval", "Ekman", "Ferrand", "Gollner", "Hadley", "Isford", "Jelinsk",
              "Kranich", "Lotter", "Marbach", "Norrby", "Olden", "Prahl", "Quast", "Rosen", "Stav", "Tarn")  # fmt: skip

# name, country, city, product, what it builds
CUSTOMERS = (
    ("Zenith Audio", "DE", "Ulm", "Studio amplifier"), ("Borealis Instruments", "FI", "Oulu", "Lake probe"),
    ("Cordwain Rail", "GB", "Derby", "Door controller"), ("Dunmore Medical", "IE", "Galway", "Infusion pump"),
    ("Ellwanger Pumps", "DE", "Aalen", "Pump drive"), ("Fjordline Marine", "NO", "Bergen", "Autopilot head"),
    ("Garrick Lighting", "GB", "Leeds", "Stage dimmer"), ("Halden Robotics", "DK", "Odense", "Joint controller"),
    ("Istria Controls", "HR", "Pula", "Boiler controller"), ("Jurasolar", "CH", "Biel", "String monitor"),
    ("Kolmar Weighing", "DE", "Balingen", "Load cell head"), ("Lindqvist Forestry", "SE", "Falun", "Harvester display"),
    ("Montrose Avionics", "GB", "Bristol", "Cabin panel"), ("Novara Elevators", "IT", "Novara", "Car controller"),
    ("Ostrava Mining", "CZ", "Ostrava", "Gas detector"), ("Penrose Telecom", "GB", "Reading", "Access node"),
    ("Querfurt Energy", "DE", "Halle", "Meter gateway"), ("Rovigo Packaging", "IT", "Rovigo", "Sealer controller"),
    ("Savonia Sensors", "FI", "Kuopio", "Moisture sensor"), ("Tervuren Vision", "BE", "Leuven", "Line camera"),
    ("Ulster Dairy Tech", "GB", "Belfast", "Milk meter"), ("Vorarl Charging", "AT", "Dornbirn", "Wall charger"),
    ("Westerwald Test", "DE", "Siegen", "Burn-in rack"), ("Xanten Access", "DE", "Wesel", "Door reader"),
    ("Yssel Irrigation", "NL", "Deventer", "Valve node"), ("Zwettl Climate", "AT", "Linz", "Heat pump board"),
    ("Aubrac Telemetry", "FR", "Rodez", "Herd tracker"), ("Brabant Textile", "BE", "Gent", "Loom drive"),
    ("Calder Signals", "GB", "York", "Axle counter"),
)  # fmt: skip
