select {{ var('shelf_size') }} as size, '{{ var("shelf_label") }}' as label
