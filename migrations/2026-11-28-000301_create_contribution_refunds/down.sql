alter table funding_sources
    drop constraint funding_sources_paid_idr_check,
    drop constraint funding_sources_credit_idr_check,
    drop constraint funding_sources_refunded_idr_check;

-- Without the refunds, what came back counts as never transferred.
update funding_sources set paid_idr = paid_idr - refunded_idr where refunded_idr > 0;

alter table funding_sources
    drop column refunded_idr,
    add constraint funding_sources_paid_idr_check check (paid_idr >= 0 and paid_idr <= budget_idr),
    add constraint funding_sources_credit_idr_check check (credit_idr >= 0 and credit_idr <= paid_idr);

drop table contribution_refunds;
