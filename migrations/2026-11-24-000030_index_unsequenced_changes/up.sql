-- The sequencer takes what has waited longest, a few thousand at a time, and what precedes it of the same subjects. Without
-- these an import of a million rows would be sorted two hundred times.
create index unsequenced_changes_recorded_at_idx on unsequenced_changes (recorded_at);
create index unsequenced_changes_subject_idx on unsequenced_changes (subject_id, version);
