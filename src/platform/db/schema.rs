//! The tables as the migrations make them; generated: `PAYUNG_UPDATE=1 cargo test --test api schema_is_current`.

diesel::table! {
    api_client_regions (api_client_id, region_code) {
        api_client_id -> Uuid,
        region_code -> Text,
    }
}

diesel::table! {
    api_client_secrets (id) {
        id -> Uuid,
        api_client_id -> Uuid,
        secret_hash -> Bytea,
        created_at -> Timestamptz,
        expires_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    api_clients (id) {
        id -> Uuid,
        regency_id -> Int4,
        name -> Text,
        scopes -> Array<Text>,
        status -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    benefit_rules (id) {
        id -> Uuid,
        kind -> Text,
        circumstance -> Nullable<Text>,
        item -> Text,
        measure -> Text,
        amount_idr -> Nullable<Int8>,
        factor -> Nullable<Int4>,
        basis_points -> Nullable<Int4>,
        cap_idr -> Nullable<Int8>,
        from_unit -> Nullable<Int4>,
        until_unit -> Nullable<Int4>,
        education_level -> Nullable<Text>,
        after_waiting -> Bool,
        total_months_from -> Nullable<Int4>,
        once_per_person -> Bool,
        children_maximum -> Nullable<Int4>,
        child_age_below -> Nullable<Int4>,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
        legal_reference -> Text,
        note -> Nullable<Text>,
        confidence -> Text,
        status -> Text,
        proposed_by -> Nullable<Uuid>,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
        supersedes -> Nullable<Uuid>,
        superseded_at -> Nullable<Timestamptz>,
        superseded_by -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    change_cursors (reader) {
        reader -> Text,
        position -> Int8,
    }
}

diesel::table! {
    change_positions (position) {
        position -> Int8,
        change_id -> Uuid,
        regency_id -> Int4,
        chain -> Bytea,
        stamped_at -> Timestamptz,
    }
}

diesel::table! {
    changes (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        subject -> Text,
        subject_id -> Uuid,
        version -> Int4,
        action -> Text,
        region_code -> Nullable<Text>,
        actor_kind -> Text,
        actor_id -> Nullable<Uuid>,
        request_id -> Nullable<Uuid>,
        import_id -> Nullable<Uuid>,
        reason -> Nullable<Text>,
        recorded_at -> Timestamptz,
        before -> Nullable<Jsonb>,
        after -> Nullable<Jsonb>,
        salt -> Nullable<Bytea>,
        digest -> Bytea,
    }
}

diesel::table! {
    checklist_items (id) {
        id -> Uuid,
        kind -> Text,
        circumstance -> Nullable<Text>,
        document -> Text,
        requirement -> Text,
        alternatives -> Array<Text>,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
        legal_reference -> Text,
        note -> Nullable<Text>,
        confidence -> Text,
        status -> Text,
        proposed_by -> Nullable<Uuid>,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
        supersedes -> Nullable<Uuid>,
        superseded_at -> Nullable<Timestamptz>,
        superseded_by -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    claim_beneficiaries (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        claim_id -> Uuid,
        place -> Int2,
        name -> Text,
        relation -> Text,
        nik_sealed -> Nullable<Bytea>,
        nik_mask -> Nullable<Text>,
        nik_hash -> Nullable<Bytea>,
        birth_on -> Nullable<Date>,
        guardian_name -> Nullable<Text>,
        share_basis_points -> Int4,
        bank_name -> Nullable<Text>,
        bank_code -> Nullable<Text>,
        account_sealed -> Nullable<Bytea>,
        account_mask -> Nullable<Text>,
        account_hash -> Nullable<Bytea>,
        account_holder_name -> Nullable<Text>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        account_explanation -> Nullable<Text>,
        account_changed_by -> Nullable<Uuid>,
        account_approved_by -> Nullable<Uuid>,
        account_payable_from -> Nullable<Timestamptz>,
        pending_bank_name -> Nullable<Text>,
        pending_bank_code -> Nullable<Text>,
        pending_account_sealed -> Nullable<Bytea>,
        pending_account_mask -> Nullable<Text>,
        pending_account_hash -> Nullable<Bytea>,
        pending_account_holder_name -> Nullable<Text>,
        pending_explanation -> Nullable<Text>,
        pending_by -> Nullable<Uuid>,
        pending_at -> Nullable<Timestamptz>,
        account_stated_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    claim_children (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        claim_id -> Uuid,
        place -> Int2,
        name -> Text,
        birth_on -> Date,
        nik_sealed -> Nullable<Bytea>,
        nik_mask -> Nullable<Text>,
        nik_hash -> Nullable<Bytea>,
        level -> Text,
        level_year -> Int2,
        payee_id -> Nullable<Uuid>,
        may_be_due -> Bool,
        lapsed_on -> Nullable<Date>,
        lapse_reason -> Nullable<Text>,
        lapse_note -> Nullable<Text>,
        lapsed_by -> Nullable<Uuid>,
        lapsed_at -> Nullable<Timestamptz>,
        entered_by -> Nullable<Uuid>,
        revised_by -> Array<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    claim_document_uploads (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        started_at -> Timestamptz,
        given_up_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    claim_documents (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        claim_id -> Uuid,
        kind -> Text,
        format -> Text,
        size_bytes -> Int8,
        sha256 -> Text,
        verdict -> Nullable<Text>,
        verdict_reason -> Nullable<Text>,
        judged_by -> Nullable<Uuid>,
        judged_at -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
        withdrawn_by -> Nullable<Uuid>,
        withdrawal_reason -> Nullable<Text>,
        entered_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        child_id -> Nullable<Uuid>,
        school_year -> Nullable<Int4>,
        file_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    claim_payments (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        claim_id -> Uuid,
        beneficiary_id -> Uuid,
        amount_idr -> Int8,
        paid_on -> Date,
        transfer_reference -> Text,
        account_mask -> Text,
        recorded_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        voided_by -> Nullable<Uuid>,
        voided_at -> Nullable<Timestamptz>,
        void_reason -> Nullable<Text>,
    }
}

diesel::table! {
    claim_scholarship_voids (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        scholarship_id -> Uuid,
        payee_id -> Uuid,
        amount_idr -> Int8,
        paid_on -> Date,
        transfer_reference -> Text,
        account_mask -> Text,
        recorded_by -> Nullable<Uuid>,
        recorded_at -> Timestamptz,
        voided_by -> Uuid,
        voided_at -> Timestamptz,
        void_reason -> Text,
    }
}

diesel::table! {
    claim_scholarships (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        claim_id -> Uuid,
        child_id -> Uuid,
        school_year -> Int4,
        level -> Text,
        amount_idr -> Int8,
        benefit_rule_id -> Uuid,
        status -> Text,
        status_reason -> Nullable<Text>,
        claimed_by -> Nullable<Uuid>,
        claimed_at -> Timestamptz,
        verified_by -> Nullable<Uuid>,
        verified_at -> Nullable<Timestamptz>,
        decided_on -> Nullable<Date>,
        approved_amount_idr -> Nullable<Int8>,
        insurer_reference -> Nullable<Text>,
        paid_on -> Nullable<Date>,
        transfer_reference -> Nullable<Text>,
        payee_id -> Nullable<Uuid>,
        account_mask -> Nullable<Text>,
        paid_by -> Nullable<Uuid>,
        paid_at -> Nullable<Timestamptz>,
        updated_at -> Timestamptz,
        decided_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    claim_transfer_references (regency_id, reference) {
        regency_id -> Int4,
        reference -> Text,
        payment_id -> Uuid,
    }
}

diesel::table! {
    claims (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        worker_id -> Uuid,
        person_id -> Uuid,
        kind -> Text,
        status -> Text,
        status_reason -> Nullable<Text>,
        event_on -> Date,
        died_on -> Nullable<Date>,
        circumstances -> Nullable<Text>,
        reported_on -> Date,
        warnings -> Array<Text>,
        returned_missing -> Array<Text>,
        submitted_at -> Nullable<Timestamptz>,
        submitted_by -> Nullable<Uuid>,
        verified_at -> Nullable<Timestamptz>,
        verified_by -> Nullable<Uuid>,
        documents_complete_at -> Nullable<Timestamptz>,
        sent_to_insurer_at -> Nullable<Timestamptz>,
        insurer_reference -> Nullable<Text>,
        decided_on -> Nullable<Date>,
        approved_amount_idr -> Nullable<Int8>,
        approved_lines -> Jsonb,
        rejection_reason -> Nullable<Text>,
        entered_by -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        revised_by -> Array<Uuid>,
        stated_circumstances -> Array<Text>,
        first_verified_at -> Nullable<Timestamptz>,
        decided_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    column_mappings (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        kind -> Text,
        name -> Text,
        headings -> Array<Text>,
        fields -> Array<Text>,
        delimiter -> Text,
        is_default -> Bool,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    contribution_batch_lines (batch_id, regency_id, line_number) {
        batch_id -> Uuid,
        regency_id -> Int4,
        line_number -> Int4,
        person_id -> Uuid,
        programme -> Text,
        month -> Date,
        worker_id -> Uuid,
        amount_idr -> Int8,
        status -> Text,
        refusal_reason -> Nullable<Text>,
        is_open -> Bool,
        reconciliation_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    contribution_batches (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        funding_source_id -> Uuid,
        number -> Int4,
        name -> Nullable<Text>,
        months -> Array<Date>,
        status -> Text,
        lines_total -> Int4,
        people_total -> Int4,
        amount_idr -> Int8,
        accepted_lines -> Int4,
        accepted_idr -> Int8,
        refused_lines -> Int4,
        refused_idr -> Int8,
        prepared_by -> Nullable<Uuid>,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
        billing_code -> Nullable<Text>,
        billing_code_expires_on -> Nullable<Date>,
        paid_on -> Nullable<Date>,
        reconciled_at -> Nullable<Timestamptz>,
        cancel_reason -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        payment_id -> Nullable<Uuid>,
        revised_by -> Array<Uuid>,
    }
}

diesel::table! {
    contribution_obligations (person_id, programme, month, regency_id) {
        person_id -> Uuid,
        programme -> Text,
        month -> Date,
        regency_id -> Int4,
        coverage_id -> Uuid,
        worker_id -> Uuid,
        funding_source_id -> Uuid,
        rate_id -> Uuid,
        relief -> Bool,
        wage_base_idr -> Int8,
        amount_idr -> Int8,
        status -> Text,
        waived_reason -> Nullable<Text>,
        paid_on -> Nullable<Date>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        correction_id -> Nullable<Uuid>,
        is_credit -> Bool,
    }
}

diesel::table! {
    contribution_payment_confirmations (payment_id, regency_id) {
        payment_id -> Uuid,
        regency_id -> Int4,
        booked_on -> Date,
        amount_idr -> Int8,
        statement_digest -> Bytea,
        line_number -> Int4,
        line_digest -> Bytea,
        confirmed_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        released_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    contribution_payments (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        amount_idr -> Int8,
        credit_used_idr -> Int8,
        paid_on -> Date,
        transfer_reference -> Text,
        note -> Nullable<Text>,
        recorded_by -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        voided_by -> Nullable<Uuid>,
        voided_at -> Nullable<Timestamptz>,
        void_reason -> Nullable<Text>,
        voided_batches -> Nullable<Array<Uuid>>,
    }
}

diesel::table! {
    contribution_rates (id) {
        id -> Uuid,
        programme -> Text,
        segment -> Text,
        relief -> Bool,
        method -> Text,
        amount_idr -> Nullable<Int8>,
        basis_points -> Nullable<Int4>,
        min_idr -> Nullable<Int8>,
        max_idr -> Nullable<Int8>,
        from_month -> Date,
        until_month -> Nullable<Date>,
        legal_reference -> Text,
        note -> Nullable<Text>,
        confidence -> Text,
        superseded_at -> Nullable<Timestamptz>,
        superseded_by -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        status -> Text,
        proposed_by -> Nullable<Uuid>,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
        supersedes -> Nullable<Uuid>,
        excluded_payers -> Array<Text>,
    }
}

diesel::table! {
    contribution_reconciliations (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        batch_id -> Uuid,
        number -> Int4,
        file_name -> Nullable<Text>,
        file_digest -> Nullable<Bytea>,
        accepted_lines -> Int4,
        accepted_idr -> Int8,
        refused_lines -> Int4,
        refused_idr -> Int8,
        skipped_rows -> Int4,
        recorded_by -> Nullable<Uuid>,
        recorded_at -> Timestamptz,
        taken_back_by -> Nullable<Uuid>,
        taken_back_at -> Nullable<Timestamptz>,
        taken_back_reason -> Nullable<Text>,
    }
}

diesel::table! {
    contribution_refunds (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        funding_source_id -> Uuid,
        amount_idr -> Int8,
        refunded_on -> Date,
        bank_reference -> Text,
        reason -> Text,
        recorded_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        voided_by -> Nullable<Uuid>,
        voided_at -> Nullable<Timestamptz>,
        void_reason -> Nullable<Text>,
    }
}

diesel::table! {
    contribution_verdicts_taken_back (reconciliation_id, regency_id, line_number) {
        reconciliation_id -> Uuid,
        regency_id -> Int4,
        line_number -> Int4,
        status -> Text,
        refusal_reason -> Nullable<Text>,
    }
}

diesel::table! {
    coverages (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        worker_id -> Uuid,
        person_id -> Uuid,
        funding_source_id -> Uuid,
        programmes -> Array<Text>,
        wage_base_idr -> Int8,
        from_month -> Date,
        until_month -> Date,
        last_month -> Date,
        slots -> Int4multirange,
        status -> Text,
        proposed_by -> Nullable<Uuid>,
        revised_by -> Nullable<Uuid>,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
        decree_number -> Nullable<Text>,
        decree_on -> Nullable<Date>,
        member_number_sealed -> Nullable<Bytea>,
        member_number_mask -> Nullable<Text>,
        member_number_hash -> Nullable<Bytea>,
        effective_on -> Nullable<Date>,
        activated_on -> Nullable<Date>,
        ended_on -> Nullable<Date>,
        end_reason -> Nullable<Text>,
        end_note -> Nullable<Text>,
        replaces_id -> Nullable<Uuid>,
        replaced_by_id -> Nullable<Uuid>,
        import_id -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        reopened_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    death_list_rows (list_id, regency_id, row_number) {
        list_id -> Uuid,
        regency_id -> Int4,
        row_number -> Int4,
        verdict -> Text,
        death_id -> Nullable<Uuid>,
        problems -> Nullable<Jsonb>,
    }
}

diesel::table! {
    death_lists (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        source -> Text,
        file_name -> Nullable<Text>,
        file_digest -> Bytea,
        recorded -> Int4,
        undecided -> Int4,
        not_registered -> Int4,
        known -> Int4,
        refused -> Int4,
        recorded_by -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    deaths (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        status -> Text,
        worker_id -> Nullable<Uuid>,
        person_id -> Nullable<Uuid>,
        village_code -> Text,
        name -> Nullable<Text>,
        birth_on -> Nullable<Date>,
        nik_sealed -> Nullable<Bytea>,
        nik_mask -> Nullable<Text>,
        nik_hash -> Nullable<Bytea>,
        died_on -> Date,
        place -> Nullable<Text>,
        circumstances -> Nullable<Text>,
        source -> Text,
        evidence -> Nullable<Text>,
        may_be_covered -> Bool,
        claim_id -> Nullable<Uuid>,
        opened_claim -> Bool,
        effects -> Jsonb,
        list_id -> Nullable<Uuid>,
        list_row -> Nullable<Int4>,
        recorded_by -> Nullable<Uuid>,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        revoked_by -> Nullable<Uuid>,
        revoked_at -> Nullable<Timestamptz>,
        revoked_reason -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    enrolment_candidates (plan_id, regency_id, worker_id) {
        plan_id -> Uuid,
        regency_id -> Int4,
        worker_id -> Uuid,
        village_code -> Text,
        place -> Int4,
        outcome -> Text,
        rank -> Nullable<Int4>,
        is_continuation -> Bool,
        segment -> Text,
        cost_idr -> Nullable<Int8>,
        reasons -> Jsonb,
        coverage_id -> Nullable<Uuid>,
        passed_over_at -> Nullable<Timestamptz>,
        passed_over_reasons -> Nullable<Jsonb>,
    }
}

diesel::table! {
    enrolment_plan_costs (plan_id, regency_id, month, programme, segment) {
        plan_id -> Uuid,
        regency_id -> Int4,
        month -> Date,
        programme -> Text,
        segment -> Text,
        rate_id -> Uuid,
        relief -> Bool,
        people -> Int4,
        monthly_idr -> Int8,
        amount_idr -> Int8,
    }
}

diesel::table! {
    enrolment_plans (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        name -> Text,
        funding_source_id -> Uuid,
        from_month -> Date,
        until_month -> Date,
        programmes -> Array<Text>,
        wage_base_idr -> Int8,
        include_regions -> Array<Text>,
        exclude_regions -> Array<Text>,
        deciles -> Array<Int2>,
        occupations -> Array<Text>,
        occupation_sources -> Array<Text>,
        roles -> Array<Text>,
        min_age_years -> Nullable<Int4>,
        max_age_years -> Nullable<Int4>,
        not_funded_last_year -> Bool,
        priorities -> Array<Text>,
        places -> Nullable<Int4>,
        default_village_quota -> Nullable<Int4>,
        quota_villages -> Array<Text>,
        quota_places -> Array<Int4>,
        status -> Text,
        computed_at -> Nullable<Timestamptz>,
        judged_on -> Nullable<Date>,
        chosen_total -> Nullable<Int4>,
        reserve_total -> Nullable<Int4>,
        excluded_total -> Nullable<Int4>,
        cost_idr -> Nullable<Int8>,
        free_idr -> Nullable<Int8>,
        prepared_by -> Nullable<Uuid>,
        revised_by -> Array<Uuid>,
        submitted_by -> Nullable<Uuid>,
        submitted_at -> Nullable<Timestamptz>,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
        decree_number -> Nullable<Text>,
        decree_on -> Nullable<Date>,
        return_reason -> Nullable<Text>,
        withdraw_reason -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        is_stale -> Bool,
        renews_plan_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    enrolment_pre_check_files (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        plan_id -> Uuid,
        against -> Text,
        checked_on -> Date,
        file_name -> Nullable<Text>,
        file_sha256 -> Bytea,
        verdicts -> Int4,
        recorded_by -> Nullable<Uuid>,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    enrolment_pre_checks (plan_id, regency_id, worker_id, against) {
        plan_id -> Uuid,
        regency_id -> Int4,
        worker_id -> Uuid,
        against -> Text,
        verdict -> Text,
        note -> Nullable<Text>,
        checked_on -> Date,
        file_id -> Uuid,
    }
}

diesel::table! {
    funding_sources (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        name -> Text,
        payer_kind -> Text,
        region_code -> Text,
        fiscal_year -> Int4,
        from_month -> Date,
        until_month -> Date,
        budget_idr -> Int8,
        relief_eligible -> Bool,
        decree -> Nullable<Text>,
        status -> Text,
        status_reason -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        committed_idr -> Int8,
        paid_idr -> Int8,
        credit_idr -> Int8,
        include_regions -> Array<Text>,
        exclude_regions -> Array<Text>,
        target_deciles -> Array<Int2>,
        target_occupations -> Array<Text>,
        target_segment -> Nullable<Text>,
        refunded_idr -> Int8,
    }
}

diesel::table! {
    holidays (id) {
        id -> Uuid,
        holiday_on -> Date,
        kind -> Text,
        name -> Text,
        legal_reference -> Text,
        note -> Nullable<Text>,
        confidence -> Text,
        status -> Text,
        proposed_by -> Nullable<Uuid>,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
        supersedes -> Nullable<Uuid>,
        superseded_at -> Nullable<Timestamptz>,
        superseded_by -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    idempotency_answers (key_digest) {
        key_digest -> Bytea,
        request_digest -> Bytea,
        status -> Int2,
        headers -> Jsonb,
        body_sealed -> Nullable<Bytea>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    import_rows (import_id, regency_id, row_number) {
        import_id -> Uuid,
        regency_id -> Int4,
        row_number -> Int4,
        verdict -> Text,
        worker_id -> Nullable<Uuid>,
        problems -> Nullable<Jsonb>,
    }
}

diesel::table! {
    imports (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        kind -> Text,
        status -> Text,
        region_codes -> Array<Text>,
        actor_kind -> Text,
        actor_id -> Uuid,
        rows_total -> Int4,
        rows_applied -> Nullable<Int4>,
        rows_refused -> Nullable<Int4>,
        attempts -> Int4,
        key_digest -> Nullable<Bytea>,
        failure_code -> Nullable<Text>,
        started_at -> Nullable<Timestamptz>,
        finished_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        request_digest -> Nullable<Bytea>,
        file_name -> Nullable<Text>,
        file_digest -> Nullable<Bytea>,
        as_of -> Nullable<Date>,
    }
}

diesel::table! {
    memberships (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        worker_id -> Uuid,
        person_id -> Uuid,
        member_number_sealed -> Nullable<Bytea>,
        member_number_mask -> Nullable<Text>,
        member_number_hash -> Nullable<Bytea>,
        state -> Text,
        programmes -> Array<Text>,
        since_on -> Nullable<Date>,
        paid_until -> Nullable<Date>,
        as_of -> Date,
        evidence -> Text,
        import_id -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        corrected_from_month -> Nullable<Date>,
        corrected_until_month -> Nullable<Date>,
    }
}

diesel::table! {
    messages (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        cause -> Text,
        kind -> Text,
        channel -> Text,
        status -> Text,
        worker_id -> Uuid,
        village_code -> Text,
        recipient -> Text,
        recipient_name -> Text,
        phone_sealed -> Nullable<Bytea>,
        phone_mask -> Nullable<Text>,
        subject_id -> Uuid,
        text_id -> Text,
        text_en -> Text,
        not_before -> Date,
        not_after -> Nullable<Date>,
        lease_id -> Nullable<Uuid>,
        leased_by -> Nullable<Uuid>,
        leased_until -> Nullable<Timestamptz>,
        failures -> Int2,
        failure_reason -> Nullable<Text>,
        try_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
        sent_reference -> Nullable<Text>,
        reported_by -> Nullable<Uuid>,
        cancel_reason -> Nullable<Text>,
        cancel_note -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    monthly_close_lapses (close_id, regency_id, run, worker_id) {
        close_id -> Uuid,
        regency_id -> Int4,
        run -> Int4,
        worker_id -> Uuid,
        person_id -> Uuid,
        kind -> Text,
        last_paid_month -> Nullable<Date>,
        unpaid_months -> Nullable<Int4>,
        basis -> Nullable<Text>,
    }
}

diesel::table! {
    monthly_closes (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        month -> Date,
        status -> Text,
        run -> Int4,
        lapses_total -> Int4,
        closed_on -> Date,
        closed_by -> Nullable<Uuid>,
        reopened_at -> Nullable<Timestamptz>,
        reopened_by -> Nullable<Uuid>,
        reopen_cause -> Nullable<Text>,
        reopen_reason -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    person_access_log (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        worker_id -> Uuid,
        actor_kind -> Text,
        actor_id -> Uuid,
        request_id -> Nullable<Uuid>,
        purpose -> Nullable<Text>,
        note -> Nullable<Text>,
        fields -> Array<Text>,
        opened_at -> Timestamptz,
    }
}

diesel::table! {
    persons (id) {
        id -> Uuid,
        nik_hash -> Nullable<Bytea>,
        open_worker_id -> Nullable<Uuid>,
        open_regency_id -> Nullable<Int4>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Bytea,
        session_id -> Uuid,
        issued_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        successor_hash -> Nullable<Bytea>,
        successor_sealed -> Nullable<Bytea>,
        replayed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    regencies (id) {
        id -> Int4,
        region_code -> Text,
        name -> Text,
        active -> Bool,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    regions (code) {
        code -> Text,
        name -> Text,
        level -> Text,
        parent_code -> Nullable<Text>,
        kind -> Nullable<Text>,
    }
}

diesel::table! {
    revocations (id) {
        id -> Uuid,
        target_id -> Uuid,
        below_version -> Nullable<Int4>,
        revoked_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    rule_parameters (id) {
        id -> Uuid,
        key -> Text,
        value -> Int8,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
        legal_reference -> Text,
        note -> Nullable<Text>,
        confidence -> Text,
        superseded_at -> Nullable<Timestamptz>,
        superseded_by -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        status -> Text,
        proposed_by -> Nullable<Uuid>,
        approved_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
        supersedes -> Nullable<Uuid>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        created_at -> Timestamptz,
        last_used_at -> Timestamptz,
        expires_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        ended_reason -> Nullable<Text>,
    }
}

diesel::table! {
    sign_in_attempts (key_digest) {
        key_digest -> Bytea,
        failures -> Int4,
        last_attempt_at -> Timestamptz,
        blocked_until -> Nullable<Timestamptz>,
        last_success_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    signing_keys (id) {
        id -> Uuid,
        public_key -> Bytea,
        private_key_sealed -> Bytea,
        created_at -> Timestamptz,
        signs_from -> Timestamptz,
        verifies_until -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    staged_enrolment_candidates (plan_id, regency_id, worker_id) {
        plan_id -> Uuid,
        regency_id -> Int4,
        worker_id -> Uuid,
        village_code -> Text,
        segment -> Text,
        is_eligible -> Bool,
        is_continuation -> Bool,
        keys -> Array<Int8>,
        cost_idr -> Nullable<Int8>,
        reasons -> Jsonb,
    }
}

diesel::table! {
    staged_memberships (load_id, regency_id, row_number) {
        load_id -> Uuid,
        regency_id -> Int4,
        row_number -> Int4,
        problems -> Nullable<Jsonb>,
        membership_id -> Uuid,
        worker_id -> Nullable<Uuid>,
        person_id -> Nullable<Uuid>,
        nik_sealed -> Nullable<Bytea>,
        nik_hash -> Nullable<Bytea>,
        member_number_sealed -> Nullable<Bytea>,
        member_number_mask -> Nullable<Text>,
        member_number_hash -> Nullable<Bytea>,
        state -> Nullable<Text>,
        programmes -> Nullable<Array<Text>>,
        since_on -> Nullable<Date>,
        paid_until -> Nullable<Date>,
        as_of -> Nullable<Date>,
    }
}

diesel::table! {
    staged_workers (load_id, regency_id, row_number) {
        load_id -> Uuid,
        regency_id -> Int4,
        row_number -> Int4,
        problems -> Nullable<Jsonb>,
        worker_id -> Uuid,
        person_id -> Uuid,
        village_code -> Nullable<Text>,
        name -> Nullable<Text>,
        nik_sealed -> Nullable<Bytea>,
        nik_mask -> Nullable<Text>,
        nik_hash -> Nullable<Bytea>,
        nik_warnings -> Array<Text>,
        birth_on -> Nullable<Date>,
        sex -> Nullable<Text>,
        family_card_sealed -> Nullable<Bytea>,
        family_card_mask -> Nullable<Text>,
        family_card_hash -> Nullable<Bytea>,
        phone_sealed -> Nullable<Bytea>,
        phone_mask -> Nullable<Text>,
        address -> Nullable<Text>,
        segment -> Text,
        occupation -> Nullable<Text>,
        occupation_source -> Nullable<Text>,
        next_of_kin_name -> Nullable<Text>,
        next_of_kin_relation -> Nullable<Text>,
        next_of_kin_phone_sealed -> Nullable<Bytea>,
        next_of_kin_phone_mask -> Nullable<Text>,
        poverty_source -> Nullable<Text>,
        poverty_decile -> Nullable<Int2>,
        poverty_as_of -> Nullable<Date>,
        warung_name -> Nullable<Text>,
        warung_role -> Nullable<Text>,
    }
}

diesel::table! {
    transfers (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        status -> Text,
        to_village_code -> Text,
        nik_sealed -> Bytea,
        nik_mask -> Text,
        nik_hash -> Bytea,
        reason -> Nullable<Text>,
        from_worker_id -> Nullable<Uuid>,
        from_regency_id -> Nullable<Int4>,
        from_village_code -> Nullable<Text>,
        village_coverage -> Nullable<Text>,
        worker_id -> Nullable<Uuid>,
        requested_by -> Nullable<Uuid>,
        answered_by -> Nullable<Uuid>,
        answered_at -> Nullable<Timestamptz>,
        answer_note -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    unsequenced_changes (change_id) {
        change_id -> Uuid,
        regency_id -> Int4,
        subject_id -> Uuid,
        version -> Int4,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    user_credentials (user_id) {
        user_id -> Uuid,
        password_hash -> Text,
        start_code_expires_at -> Nullable<Timestamptz>,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    user_regions (user_id, region_code) {
        user_id -> Uuid,
        region_code -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        regency_id -> Nullable<Int4>,
        username -> Text,
        full_name -> Text,
        role -> Text,
        status -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    warung_workers (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        warung_id -> Uuid,
        worker_id -> Uuid,
        role -> Text,
        since_on -> Date,
        until_on -> Nullable<Date>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    warungs (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        village_code -> Text,
        name -> Text,
        address -> Nullable<Text>,
        latitude_microdegrees -> Nullable<Int4>,
        longitude_microdegrees -> Nullable<Int4>,
        kbli_edition -> Nullable<Int2>,
        kbli_code -> Nullable<Text>,
        nib -> Nullable<Text>,
        status -> Text,
        status_reason -> Nullable<Text>,
        status_on -> Date,
        entered_by -> Nullable<Uuid>,
        import_id -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    work_item_marks (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        item_key -> Text,
        region_code -> Text,
        caused_at -> Timestamptz,
        snoozed_until -> Nullable<Date>,
        done_at -> Nullable<Timestamptz>,
        done_by -> Nullable<Uuid>,
        assigned_to -> Nullable<Uuid>,
        note -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    worker_merges (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        status -> Text,
        worker_id -> Uuid,
        into_worker_id -> Uuid,
        village_code -> Text,
        reason -> Text,
        paid_months -> Nullable<Text>,
        effects -> Jsonb,
        merged_by -> Nullable<Uuid>,
        unmerged_by -> Nullable<Uuid>,
        unmerged_at -> Nullable<Timestamptz>,
        unmerged_reason -> Nullable<Text>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    workers (id, regency_id) {
        id -> Uuid,
        regency_id -> Int4,
        person_id -> Uuid,
        village_code -> Text,
        name -> Text,
        nik_sealed -> Nullable<Bytea>,
        nik_mask -> Nullable<Text>,
        nik_hash -> Nullable<Bytea>,
        nik_warnings -> Array<Text>,
        birth_on -> Nullable<Date>,
        sex -> Nullable<Text>,
        family_card_sealed -> Nullable<Bytea>,
        family_card_mask -> Nullable<Text>,
        family_card_hash -> Nullable<Bytea>,
        phone_sealed -> Nullable<Bytea>,
        phone_mask -> Nullable<Text>,
        address -> Nullable<Text>,
        segment -> Text,
        occupation -> Nullable<Text>,
        occupation_source -> Nullable<Text>,
        next_of_kin_name -> Nullable<Text>,
        next_of_kin_relation -> Nullable<Text>,
        next_of_kin_phone_sealed -> Nullable<Bytea>,
        next_of_kin_phone_mask -> Nullable<Text>,
        poverty_source -> Nullable<Text>,
        poverty_decile -> Nullable<Int2>,
        poverty_as_of -> Nullable<Date>,
        status -> Text,
        status_reason -> Nullable<Text>,
        status_on -> Date,
        entered_by -> Nullable<Uuid>,
        import_id -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        merged_into_id -> Nullable<Uuid>,
    }
}

diesel::allow_tables_to_appear_in_same_query! {
    claims,
    contribution_batch_lines,
    contribution_obligations,
    coverages,
    enrolment_candidates,
    enrolment_plans,
    funding_sources,
    memberships,
    messages,
    monthly_close_lapses,
    persons,
    regencies,
    staged_memberships,
    staged_workers,
    warung_workers,
    warungs,
    workers,
}

diesel::allow_tables_to_appear_in_same_query! {
    benefit_rules,
    change_positions,
    changes,
    checklist_items,
    contribution_rates,
    holidays,
    rule_parameters,
}

diesel::allow_tables_to_appear_in_same_query! {
    claim_beneficiaries,
    claim_payments,
}

diesel::allow_tables_to_appear_in_same_query! {
    claim_children,
    claim_scholarships,
}

diesel::allow_tables_to_appear_in_same_query! {
    contribution_payment_confirmations,
    contribution_payments,
}

diesel::allow_tables_to_appear_in_same_query! {
    user_credentials,
    user_regions,
    users,
}
