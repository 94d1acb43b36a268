select
    '{{ flags.WHICH }} {{ flags.FULL_REFRESH }} {{ flags.STORE_FAILURES }} {{ flags.FAIL_FAST }}
     {{ flags.WARN_ERROR }} {{ flags.EMPTY }} {{ flags.SELECT }} {{ flags.THREADS }}' as flags,
    $${{ invocation_args_dict.which }} {{ invocation_args_dict.select }}
      {{ invocation_args_dict.vars }} {{ invocation_args_dict.threads }}$$ as arguments
