{{ told([
    ['owner', env_var('EMBASSY_OWNER')], ['place', env_var('EMBASSY_PLACE')], ['greeting', env_var('EMBASSY_GREETING')],
    ['empty', env_var('EMBASSY_EMPTY', 'other')], ['hash', env_var('EMBASSY_HASH')], ['plain', env_var('EMBASSY_PLAIN')], ['set already', env_var('TZ')],
    ['kind', var('kind')], ['limits', var('limits')], ['country', var('country')],
]) }}
