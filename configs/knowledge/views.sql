-- The export's facts, entities and mentions as DuckDB views; set the file first: SET VARIABLE export = 'build/gold.jsonl';
-- counts and value are quantities {amount, unit, bound, upper, per, reckoned, shared}; a fact's own value is flattened into amount … timex_end.
-- A date has a kind: date (a day or longer), time (of day), duration, set (it comes again); begin and end are those of a range.
CREATE OR REPLACE VIEW lines AS
SELECT json, json ->> '$.type' AS type FROM read_json_objects(getvariable('export'), format = 'newline_delimited');

CREATE OR REPLACE MACRO quantities(counts) AS
    from_json(counts, '[{"amount": "DOUBLE", "unit": "VARCHAR", "bound": "VARCHAR", "upper": "DOUBLE", "per": "VARCHAR", "reckoned": "DOUBLE", "shared": "BOOLEAN"}]');

-- Everything that is stated, planned and denied things too; `facts` are those that are so.
CREATE OR REPLACE VIEW statements AS
SELECT
    json ->> '$.id' AS id,
    json ->> '$.predicate' AS predicate,
    json ->> '$.subject.id' AS subject_id,
    json ->> '$.subject.label' AS subject_label,
    json ->> '$.subject.name' AS subject,
    quantities(json -> '$.subject.counts') AS subject_counts,
    json ->> '$.object.id' AS object_id,
    json ->> '$.object.label' AS object_label,
    json ->> '$.object.name' AS object,
    quantities(json -> '$.object.counts') AS object_counts,
    (json ->> '$.object.value.amount')::DOUBLE AS amount,
    json ->> '$.object.value.unit' AS unit,
    json ->> '$.object.value.bound' AS bound,
    (json ->> '$.object.value.upper')::DOUBLE AS upper,
    json ->> '$.object.value.per' AS per,
    (json ->> '$.object.value.reckoned')::DOUBLE AS reckoned,
    coalesce((json ->> '$.object.value.shared')::BOOLEAN, false) AS shared,
    json ->> '$.object.value.timex' AS timex,
    json ->> '$.object.value.kind' AS timex_kind,
    json ->> '$.object.value.begin' AS timex_begin,
    json ->> '$.object.value.end' AS timex_end,
    json ->> '$.object.value.mod' AS mod,
    json ->> '$.place.id' AS place_id,
    json ->> '$.place.label' AS place_label,
    json ->> '$.place.name' AS place,
    quantities(json -> '$.place.counts') AS place_counts,
    json ->> '$.date.timex' AS date,
    json ->> '$.date.kind' AS date_kind,
    json ->> '$.date.begin' AS date_begin,
    json ->> '$.date.end' AS date_end,
    json ->> '$.date.mod' AS date_mod,
    (json ->> '$.confidence')::DOUBLE AS confidence,
    coalesce(json ->> '$.status', 'asserted') AS status,
    (json ->> '$.support')::INTEGER AS support,
    from_json(
        json -> '$.evidence', '[{"doc": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "text": "VARCHAR"}]'
    ) AS evidence
FROM lines WHERE type = 'fact';

CREATE OR REPLACE VIEW facts AS SELECT * FROM statements WHERE status = 'asserted';

CREATE OR REPLACE VIEW entities AS
SELECT
    json ->> '$.id' AS id,
    json ->> '$.label' AS label,
    json ->> '$.name' AS name,
    from_json(json -> '$.aliases', '["VARCHAR"]') AS aliases,
    json ->> '$.place' AS place,
    json ->> '$.code.value' AS code,
    (json ->> '$.mentions')::INTEGER AS mentions,
    (json ->> '$.doc_count')::INTEGER AS doc_count,
    from_json(json -> '$.docs', '["VARCHAR"]') AS docs
FROM lines WHERE type = 'entity';

CREATE OR REPLACE VIEW mentions AS
SELECT
    json ->> '$.id' AS id,
    json ->> '$.doc' AS doc,
    (json ->> '$.start')::INTEGER AS start,
    json ->> '$.text' AS text,
    json ->> '$.label' AS label,
    json ->> '$.entity' AS entity,
    (json ->> '$.value.amount')::DOUBLE AS amount,
    json ->> '$.value.unit' AS unit,
    json ->> '$.value.bound' AS bound,
    json ->> '$.value.per' AS per,
    json ->> '$.value.timex' AS timex,
    json ->> '$.value.kind' AS timex_kind,
    json ->> '$.value.begin' AS timex_begin,
    json ->> '$.value.end' AS timex_end,
    json ->> '$.value.mod' AS mod,
    (json ->> '$.confidence')::DOUBLE AS confidence
FROM lines WHERE type = 'mention';
