select
    '{{ var("day") }}' as day, '{{ var("opened") }}' as opened, '{{ var("closed") }}' as closed,
    '{{ var("quoted") }}' as quoted
