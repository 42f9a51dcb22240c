-- When a claim was verified for the first time. A claim that is given back forgets who verified it; that its accounts were seen
-- by a second person once is not forgotten, since another one in the place of such an account waits for a second person.
alter table claims add column first_verified_at timestamptz;
