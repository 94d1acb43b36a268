select {{ spoken() }} as spoken, '{{ var("country") }}' as country, '{{ var("greeting") }}' as greeting
