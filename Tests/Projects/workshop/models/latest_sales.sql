{{ toolbox.latest(ref('sales'), 'kind', 'sold_on desc') }}
