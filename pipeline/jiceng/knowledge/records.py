"""The export's lines as typed records. The published JSON Schema is generated from these classes.

Keys are written in the order of the fields; a field that was not given when the record was made is not written.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jiceng.corpus.article import ASSERTED
from jiceng.places.divisions import Scheme
from jiceng.text.script import Script
from jiceng.values.value_types import Bound, DateKind, Mod

SCHEMA: Final = "1.2"
# What documents say that no `system` line follows: what was written before stays as it was, byte for byte.
WITHOUT_SYSTEMS: Final = "1.1"
# Lines name no more documents and evidences than these; `doc_count` and `support` count all.
MAX_DOCS: Final = 100
MAX_EVIDENCE: Final = 20
VALUE_LABELS: Final = ("QUANTITY", "DATE")

Offset = Annotated[int, Field(ge=0, description="Code points of the raw text")]
Confidence = Annotated[float, Field(ge=0, le=1, description="Calibrated probability; 1 for annotations")]
Origin = Annotated[Literal["model", "rule", "annotation"], Field(description="What it comes from")]
Status = Annotated[
    Literal["asserted", "planned", "conditional", "negated", "asked"],
    Field(description="Whether the sentence says that it is so; asserted if left out"),
]
Number = int | float


class Record(BaseModel):
    """A line or a part of one. Readers ignore fields that they do not know, and so does the schema."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class QuantityValue(Record):
    """What a QUANTITY says: `amount` of `unit`; `upper` ends a range."""

    amount: Number = Field(description="How many or how much; the lower end of a range")
    unit: str | None = Field(description='The measure word; "%" for shares of a hundred, null without one')
    bound: Bound = Field(description="How the amount is meant: 余 and 多 say at_least, 近 says at_most, 约 says about")
    upper: Number | None = Field(description="The upper end of a range, else null")
    per: str = Field(
        "", min_length=1, description="What the amount is for each of: 卡点 in 每个卡点2名, which is no total"
    )
    mean: bool = Field(False, description="True of an average (户均3亩)")
    reckoned: Number = Field(
        0, description="The total by reckoning, which nobody says: 12 where 12个乡镇各成立1支 (only with `per`)"
    )
    shared: bool = Field(
        False, description="True of one total of several things (棉被、雨衣3000件), of each of which it is a fact"
    )


class DateValue(Record):
    """What a DATE says, as a TIMEX3 value."""

    kind: DateKind = Field(description="A day or longer, a time of day, a length of time, or a time that comes again")
    timex: str = Field(min_length=1, description="2020-09-14, 2022-02-27T00, P14D, PT24H, XXXX-09-14 without a year")
    begin: str | None = Field(description="Where a range begins, else null")
    end: str | None = Field(description="Where a range ends, else null")
    mod: Mod | None = Field(None, description="TIMEX3's mod: END for 2020年底, EQUAL_OR_LESS for 48小时内")


class Document(Record):
    """An article."""

    type: Literal["document"]
    schema_: Literal["1.0", "1.1", "1.2"] = Field(alias="schema", description="Version of the contract")
    id: str = Field(min_length=1, description="Given by the caller, else sha256: and 16 hex digits of the text's hash")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="Of the raw text's UTF-8 bytes")
    chars: int = Field(ge=0, description="Length of the raw text in code points")
    script: Script = Field(description="ISO 15924, detected")
    title: str | None = Field(description="As given")
    published: str | None = Field(description="ISO 8601, as given")
    model: str = Field(description='Name and version that produced the lines of this document, or "annotation"')
    source: str | None = Field(description="File or URL, as given")


class Mention(Record):
    """A span of an article's raw text, which is raw[start:end] in code points."""

    type: Literal["mention"]
    id: str = Field(min_length=1, description="Unique in the file")
    doc: str = Field(description="Id of its document")
    start: Offset
    end: Offset
    text: str = Field(min_length=1, description="raw[start:end]")
    norm: str = Field(min_length=1, description="Simplified script, full-width punctuation")
    label: str = Field(description="One of the entity types")
    confidence: Confidence
    origin: Origin
    entity: str | None = Field(description="Id of an entity line; null for QUANTITY and DATE")
    value: QuantityValue | DateValue | None = Field(None, description="For QUANTITY and DATE; null if it was not read")
    value_note: str = Field("", description="Why the value is null")

    @model_validator(mode="after")
    def _extent(self) -> "Mention":
        if self.end - self.start != len(self.text):
            raise ValueError(f"end - start is {self.end - self.start}, but text has {len(self.text)} code points")
        return self

    @model_validator(mode="after")
    def _value(self) -> "Mention":
        has_value = self.label in VALUE_LABELS
        if has_value != ("value" in self.model_fields_set) or has_value != (self.entity is None):
            raise ValueError("QUANTITY and DATE have a value and no entity, other labels an entity and no value")
        if has_value and (self.value is None) != ("value_note" in self.model_fields_set):
            raise ValueError("value_note stands where value is null, and only there")
        return self


class Relation(Record):
    """A directed relation between two mentions of one sentence."""

    type: Literal["relation"]
    id: str = Field(min_length=1, description="Unique in the file")
    doc: str = Field(description="Id of its document")
    label: str = Field(description="One of the relation types")
    head: str = Field(description="Id of the mention that it runs from")
    tail: str = Field(description="Id of the mention that it runs to")
    confidence: Confidence
    origin: Origin
    sentence: tuple[Offset, Offset] = Field(description="Extent of the sentence in the raw text, [start, end]")
    status: Status = "asserted"


class Code(Record):
    """The code of a division or country that is valid today, and those that it had before."""

    scheme: Scheme = Field(description="China's divisions have GB/T 2260, countries ISO 3166-1")
    value: str = Field(description="The code of today")
    former: list[str] = Field(description="Codes that it had before")


class Entity(Record):
    """One thing, however often and by whatever words it is mentioned."""

    type: Literal["entity"]
    id: str = Field(min_length=1, description="The same in every run and file")
    label: str = Field(description="One of the entity types")
    name: str = Field(min_length=1, description="Canonical, in simplified script")
    aliases: list[str] = Field(description="What else it is called, sorted; without words that only point to it (该县)")
    place: str | None = Field(description="Id of the entity of the division that anchors it")
    code: Code | None = Field(description="Of divisions and countries")
    mentions: int = Field(ge=0, description="How often it is mentioned; 0 for a division that only anchors others")
    doc_count: int = Field(ge=0, description="In how many documents")
    docs: list[str] = Field(max_length=MAX_DOCS, description=f"Ids of the documents, sorted, the first {MAX_DOCS}")
    joined_by: Literal["table"] = Field(
        "table", description="Where a table of decisions (`--same`) joined others with it, or parted it from another"
    )


class Participant(Record):
    """A thing as one fact speaks of it; for a value (QUANTITY, DATE) `id` is null and `name` the raw text."""

    id: str | None = Field(description="Id of an entity line; null for a value")
    label: str = Field(description="One of the entity types")
    name: str = Field(min_length=1, description="The entity's name; a value's raw text")
    counts: list[QuantityValue] = Field(description="How many of it the fact speaks of, or how much it measures")
    value: QuantityValue | DateValue | None = Field(None, description="Of QUANTITY and DATE only")


class Evidence(Record):
    """A sentence that says a fact: `text` is raw[start:end] of the document."""

    doc: str = Field(description="Id of the document")
    start: Offset
    end: Offset
    text: str = Field(description="raw[start:end]")


class Fact(Record):
    """One statement that needs no other line to be understood."""

    type: Literal["fact"]
    id: str = Field(min_length=1, description="The same in every run and file")
    predicate: str = Field(description="Label of a relation")
    subject: Participant = Field(description="The head of the relation")
    object: Participant = Field(description="Its tail")
    place: Participant | None = Field(description="Where it holds")
    date: DateValue | None = Field(description="When it holds")
    confidence: Confidence = Field(description="The highest of its evidences")
    support: int = Field(ge=1, description="Number of evidences")
    evidence: list[Evidence] = Field(min_length=1, max_length=MAX_EVIDENCE, description=f"The first {MAX_EVIDENCE}")
    status: Status = "asserted"


class Holder(Record):
    """Who leads a unit or answers for it, and who holds that post."""

    id: str = Field(min_length=1, description="Id of an entity line")
    label: str = Field(description="One of the entity types")
    name: str = Field(min_length=1, description="The entity's name")
    by: Literal["LEADS", "RESPONSIBLE_FOR", "SERVES_AS"] = Field(
        description="The relation that says it; SERVES_AS where the name of the post alone tells the unit (网格员)"
    )
    counts: list[QuantityValue] = Field(description="How many of them there are, as the sentences say")
    held_by: list[Participant] = Field(description="Who serves as that post, as far as it is said")


class SystemUnit(Record):
    """A unit of a system: a command, grid, post, branch or team, what somebody answers for, a mechanism or a post.

    A unit stands for all of its kind that the article counts together (16个二级网格).
    """

    id: str = Field(min_length=1, description="Id of an entity line")
    label: str = Field(description="One of the entity types")
    name: str = Field(min_length=1, description="The entity's name")
    section: str = Field(description="Heading of `configs/knowledge/systems.tsv` that it belongs to")
    below_by: Literal["part", "led", "established", "located", "scale", "order", "tier"] | None = Field(
        description="The rule that puts it below the unit that it stands in; null at the top"
    )
    counts: list[QuantityValue] = Field(description="How many there are, as the sentences say")
    reckoned: int = Field(1, description="How many there are where nobody says it: one first level above counted ones")
    levels: int = Field(0, description="How many levels or posts the name of a mechanism says: 5 in 五级包保工作机制")
    tiers: list[str] = Field([], description="The levels by name, where the sentence lists as many")
    set_up_by: list[Participant] = Field(description="Who set it up, the system's own place left out")
    places: list[Participant] = Field(description="Where it is, places that are units themselves left out")
    holders: list[Holder] = Field(description="Who leads it or answers for it")
    since: DateValue | None = Field(description="Since when, where a date of its being set up is said")
    evidence: list[Evidence] = Field(
        min_length=1, max_length=MAX_EVIDENCE, description=f"The sentences that say all this, the first {MAX_EVIDENCE}"
    )
    parts: list["SystemUnit"] = Field(description="The units below it")


class System(Record):
    """What one article describes at one place, as a whole. Only with `--systems`; from what is asserted."""

    type: Literal["system"]
    id: str = Field(min_length=1, description="The same in every run and file")
    doc: str = Field(description="Id of the document")
    place: Participant | None = Field(description="The division that it belongs to")
    units: list[SystemUnit] = Field(description="Its units, each with those below it")


DocumentLine = Document | Mention | Relation
AnyLine = DocumentLine | Entity | Fact | System


def status_field(status: str) -> dict[str, Any]:
    """The field `status` of a record, which is not written where something is asserted."""
    return {} if status == ASSERTED else {"status": status}


def dump(record: Record) -> str:
    """The record's JSON, without the line end."""
    return record.model_dump_json(by_alias=True, exclude_unset=True)
