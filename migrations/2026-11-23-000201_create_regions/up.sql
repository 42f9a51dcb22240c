-- The Interior Ministry's list of regions. It is the same for every regency, so it carries no
-- regency_id (in a distributed database: a reference table).
--
-- A region is its code and its name; what the code says (level, parent, kind of village) is derived
-- from it, so that it cannot disagree.
create table regions (
    code text collate "C" not null
        constraint regions_pkey primary key
        constraint regions_code_check check (code ~ '^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[123][0-9]{3})?)?)?$'),
    name text not null constraint regions_name_check check (char_length(name) between 1 and 100),
    level text not null generated always as (
        case char_length(code) when 2 then 'province' when 5 then 'regency' when 8 then 'district' else 'village' end
    ) stored,
    parent_code text collate "C" generated always as (
        case char_length(code) when 2 then null when 5 then left(code, 2) when 8 then left(code, 5) else left(code, 8) end
    ) stored constraint regions_parent_code_fkey references regions (code),
    -- The first digit of the village's own number: 1 urban ward, 2 village, 3 customary village.
    kind text generated always as (
        case substr(code, 10, 1) when '1' then 'kelurahan' when '2' then 'desa' when '3' then 'desa_adat' end
    ) stored
);

create index regions_parent_code_idx on regions (parent_code, code);
create index regions_level_idx on regions (level, code);
create index regions_name_trgm_idx on regions using gin (name gin_trgm_ops);

-- How well a searched text fits a name: first by the words that it is likest, then by the name as a whole,
-- each in thousandths, so that a page can go on after a rank exactly.
create function name_rank(searched text, name text) returns integer
    language sql immutable parallel safe
    as $$ select round(word_similarity(searched, name) * 1000)::integer * 1000 + round(similarity(searched, name) * 1000)::integer $$;

-- Regions are imported and corrected, never taken away: registrations refer to them.
revoke delete, truncate on regions from payung_service;
