-- For whom a source pays: regions in and out, deciles, occupations, the group of workers. Empty and null: anybody. All of
-- it is the source's own, so that it lives in its row and on its server.
alter table funding_sources
    add column include_regions text[] not null default '{}'
        constraint funding_sources_include_regions_check check (cardinality(include_regions) <= 400),
    add column exclude_regions text[] not null default '{}'
        constraint funding_sources_exclude_regions_check check (cardinality(exclude_regions) <= 400),
    add column target_deciles smallint[] not null default '{}'
        constraint funding_sources_target_deciles_check check (target_deciles <@ '{1,2,3,4,5,6,7,8,9,10}'::smallint[]),
    add column target_occupations text[] not null default '{}'
        constraint funding_sources_target_occupations_check check (cardinality(target_occupations) <= 100),
    add column target_segment text
        constraint funding_sources_target_segment_check check (target_segment in ('general', 'transport'));
