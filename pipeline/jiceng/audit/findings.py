"""What the audit writes: a line a finding, with the sentences and the numbers that it is about."""

from typing import Literal

from pydantic import Field

from jiceng.knowledge.records import Confidence, Evidence, Participant, QuantityValue, Record

Kind = Literal["contradiction", "sum", "change"]
Rule = Literal["number", "founding", "post", "part", "parts", "total", "listed", "below", "each"]


class Said(Record):
    """One of the statements of a finding."""

    words: str = Field(description="What is said, in a few words: 143个, 2022-02-05, a person's name")
    value: QuantityValue | None = Field(description="The quantity; null where the statement has none")
    name: str = Field(description="Of what it is said")
    place: str | None = Field(description="Where it holds, by name")
    time: str | None = Field(description="When it holds; null if nothing tells")
    evidence: Evidence


class Finding(Record):
    """Statements that cannot all be true, or of which the later one tells a change."""

    type: Literal["finding"]
    kind: Kind = Field(
        description="contradiction: both cannot be; sum: parts and whole do not fit; change: both can, one later"
    )
    rule: Rule = Field(description="Which rule found it")
    label: str = Field(description="Type of the thing")
    name: str = Field(description="The thing")
    place: Participant | None = Field(description="Where it is")
    direction: Literal["up", "down"] | None = Field(description="Of a change of a number: whether it grew")
    why: str = Field(description="A sentence for a person")
    confidence: Confidence
    says: list[Said] = Field(min_length=1, description="The statements; of a change the earlier one first")
