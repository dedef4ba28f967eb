"""The export's lines as typed records. The published JSON Schema is generated from these classes.

Keys are written in the order of the fields. `SCHEMA` is "0.1" while `entity` and `fact` lines do not exist.
"""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.text.script import Script

SCHEMA: Final = "0.1"

Offset = Annotated[int, Field(ge=0)]
Confidence = Annotated[float, Field(ge=0, le=1)]
Origin = Literal["model", "rule", "annotation"]


class Line(BaseModel):
    """A line of the export. Readers ignore fields that they do not know, and so does the schema."""

    model_config = ConfigDict(extra="allow", strict=True)


class Document(Line):
    """An article."""

    type: Literal["document"]
    schema_: Literal["0.1"] = Field(alias="schema")
    id: str = Field(min_length=1, description="Given by the caller, else sha256: and 16 hex digits of the text's hash")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="Of the raw text's UTF-8 bytes")
    chars: int = Field(ge=0, description="Length of the raw text in code points")
    script: Script = Field(description="ISO 15924, detected")
    title: str | None
    published: str | None = Field(description="ISO 8601")
    model: str = Field(description='Name and version that produced the lines of this document, or "annotation"')
    source: str | None = Field(description="File or URL, as given")


class Mention(Line):
    """A span of an article's raw text, which is raw[start:end] in code points."""

    type: Literal["mention"]
    id: str = Field(min_length=1, description="Unique in the file")
    doc: str
    start: Offset
    end: Offset
    text: str = Field(min_length=1, description="raw[start:end]")
    norm: str = Field(min_length=1, description="Simplified script, full-width punctuation")
    label: str
    confidence: Confidence
    origin: Origin

    @model_validator(mode="after")
    def _extent(self) -> "Mention":
        if self.end - self.start != len(self.text):
            raise ValueError(f"end - start is {self.end - self.start}, but text has {len(self.text)} code points")
        return self


class Relation(Line):
    """A directed relation between two mentions of one sentence."""

    type: Literal["relation"]
    id: str = Field(min_length=1, description="Unique in the file")
    doc: str
    label: str
    head: str = Field(description="Id of a mention")
    tail: str = Field(description="Id of a mention")
    confidence: Confidence
    origin: Origin
    sentence: tuple[Offset, Offset] = Field(description="Extent of the sentence in the raw text, [start, end]")


AnyLine = Document | Mention | Relation


def dump(line: AnyLine) -> str:
    """The line's JSON, without the line end."""
    return line.model_dump_json(by_alias=True)
