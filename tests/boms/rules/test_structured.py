"""Sources that name their fields: IPC-2581 and CycloneDX give the same lines as a table would."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from obsolescence.boms.rules.read_bom import read_bom
from obsolescence.boms.rules.reading.table import UnreadableFile

IPC = """<?xml version="1.0" encoding="UTF-8"?>
<IPC-2581 revision="C" xmlns="http://webstds.ipc.org/2581">
  <LogisticHeader><Enterprise id="MU" name="Murata" code="NONE"/><Enterprise id="YA" name="Yageo" code="NONE"/></LogisticHeader>
  <Bom name="main"><BomHeader assembly="main" revision="1.0"/>
    <BomItem OEMDesignNumberRef="CAP-100N" quantity="3" category="ELECTRICAL" description="Capacitor 100 nF">
      <RefDes name="C1" packageRef="C0402" populate="true" layerRef="TOP"/>
      <RefDes name="C2" packageRef="C0402" populate="true" layerRef="TOP"/>
      <RefDes name="C3" packageRef="C0402" populate="false" layerRef="TOP"/>
      <Characteristics category="ELECTRICAL"><Textual textualCharacteristicName="Value" textualCharacteristicValue="100n"/></Characteristics>
    </BomItem>
    <BomItem OEMDesignNumberRef="RES-10K" quantity="1" category="ELECTRICAL">
      <RefDes name="R1" packageRef="R0402" populate="false" layerRef="BOTTOM"/>
      <Characteristics category="ELECTRICAL"><Textual textualCharacteristicName="Value" textualCharacteristicValue="10k"/></Characteristics>
    </BomItem>
  </Bom>
  <Avl name="avl"><AvlHeader title="t" source="s" author="a" datetime="d" version="1"/>
    <AvlItem OEMDesignNumber="CAP-100N">
      <AvlVmpn qualified="true" chosen="false"><AvlMpn name="CL05B104KO5NNNC" rank="2"/><AvlVendor enterpriseRef="Samsung"/></AvlVmpn>
      <AvlVmpn qualified="true" chosen="true"><AvlMpn name="GRM155R71C104KA88D" rank="1"/><AvlVendor enterpriseRef="MU"/></AvlVmpn>
    </AvlItem>
    <AvlItem OEMDesignNumber="RES-10K">
      <AvlVmpn qualified="true" chosen="true"><AvlMpn name="RC0402FR-0710KL" rank="1"/><AvlVendor enterpriseRef="YA"/></AvlVmpn>
    </AvlItem>
  </Avl>
</IPC-2581>
"""


def test_ipc_2581_with_its_vendors() -> None:
    read = read_bom(IPC.encode(), filename="board.xml")
    capacitor, resistor = read.lines

    assert read.kind == "IPC-2581"
    assert read.mapping.is_sure
    assert (capacitor.mpn, capacitor.manufacturer, capacitor.cpn) == (
        "GRM155R71C104KA88D",
        "Murata",
        "CAP-100N",
    )
    assert (capacitor.quantity, capacitor.designators, capacitor.value) == (
        Decimal(3),
        ["C1", "C2", "C3"],
        "100n",
    )
    assert capacitor.alternates == [("Samsung", "CL05B104KO5NNNC")]
    assert (capacitor.dnp, capacitor.not_placed) == (False, ["C3"])
    assert (resistor.mpn, resistor.manufacturer, resistor.dnp) == ("RC0402FR-0710KL", "Yageo", True)


def test_ipc_2581_with_numbers_as_characteristics() -> None:
    text = IPC.replace(
        'Name="Value" textualCharacteristicValue="100n"', 'Name="MPN" textualCharacteristicValue="GRM-1"'
    )
    read = read_bom(text.partition("<Avl ")[0].encode() + b"</IPC-2581>", filename="board.cvg")

    assert read.lines[0].mpn == "GRM-1"


DEVICE = {
    "type": "device",
    "name": "47155-4001",
    "supplier": {"name": "Molex"},
    "description": "High-speed connector",
    "properties": [
        {"name": "cdx:device:quantity", "value": "2"},
        {"name": "cdx:device:function", "value": "connector"},
        {"name": "cdx:device:location", "value": "J1, J2"},
        {"name": "cdx:device:sku", "value": "100-0001"},
    ],
}


def cyclonedx(*components: dict[str, object]) -> bytes:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components}).encode()


def test_cyclonedx_devices() -> None:
    read = read_bom(cyclonedx(DEVICE, {"type": "firmware", "name": "boot"}), filename="bom.cdx.json")
    line = read.lines[0]

    assert (line.mpn, line.manufacturer, line.cpn, line.note) == (
        "47155-4001",
        "Molex",
        "100-0001",
        "connector",
    )
    assert (line.quantity, line.designators) == (Decimal(2), ["J1", "J2"])
    assert read.mapping.is_sure
    assert "1 entries" in read.warnings[0]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        pytest.param(b'{"bomFormat": "CycloneDX", "components": []}', "no devices", id="software only"),
        pytest.param(b'{"bomFormat": "CycloneDX", "components": ', "damaged", id="cut off"),
        pytest.param(b'{"lines": [1, 2]}', "JSON", id="other JSON"),
        pytest.param(b"<?xml version='1.0'?><IPC-2581><Bom><BomItem", "damaged", id="cut off XML"),
        pytest.param(b"<IPC-2581></IPC-2581>", "no bill of materials", id="no items"),
        pytest.param(b"<?xml version='1.0'?><svg/>", "XML", id="other XML"),
        pytest.param(b"<!DOCTYPE a [<!ENTITY b 'c'>]><IPC-2581>&b;</IPC-2581>", "XML", id="entities above"),
    ],
)
def test_what_is_no_parts_list(data: bytes, word: str) -> None:
    with pytest.raises(UnreadableFile, match=word):
        read_bom(data, filename="board.xml")
