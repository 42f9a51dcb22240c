alter table funding_sources
    drop column include_regions,
    drop column exclude_regions,
    drop column target_deciles,
    drop column target_occupations,
    drop column target_segment;
