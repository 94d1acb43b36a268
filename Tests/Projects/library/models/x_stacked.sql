{{ config(tags=['stack']) }}
{{ shelves.stack([ref('books'), ref('returns')]) }}
