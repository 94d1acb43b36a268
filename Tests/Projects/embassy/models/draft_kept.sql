select 'kept' as draft
