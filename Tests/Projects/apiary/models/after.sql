select t.*, g.round from {{ ref('totals') }} t join {{ ref('grown') }} g on g.id = 1
