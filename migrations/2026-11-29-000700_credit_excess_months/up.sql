-- A month that the insurer took and that no period takes any more, or that lies after a death, is a credit of its source: it
-- counts in the sums of the source once, when it becomes one, whichever fact comes first.
alter table contribution_obligations
    add column is_credit boolean not null default false,
    add constraint contribution_obligations_credit_check check (not is_credit or status = 'paid') not valid;

-- Since when an end counts as recorded in error: what the insurer said of a death before that counts no longer.
alter table coverages add column reopened_at timestamptz;
