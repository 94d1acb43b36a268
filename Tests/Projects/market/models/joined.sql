select d.id, e.id as other from {{ ref('described') }} d join {{ ref('elsewhere') }} e using (id)
