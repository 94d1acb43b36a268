{#
    Whose words are these? What a language model reads in a memory is believed only as said by its
    speaker, about what a speaker can say. The lists are of English, German, French, Spanish and
    Italian; what they miss is held by the other checks: the quote, its subject, its value.
#}

{# A text without characters that nobody sees: blanks of no width, marks of direction, tags. #}
{% macro seen(text) -%}
    regexp_replace({{ text }},
        '[\x{00AD}\x{034F}\x{061C}\x{180E}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{206F}\x{FE00}-\x{FE0F}\x{FEFF}\x{E0000}-\x{E01EF}]',
        '', 'g')
{%- endmacro %}

{#
    What people write before a colon to say what kind of line follows ("Note: …", "Brag: …"): the
    words after it are still theirs. Any other name before a colon is a speaker in a chat log.
#}
{% macro label_words() -%}
    {%- set labels = [
        "update", "news", "p\\.?p?\\.?s\\.?", "edit", "fyi", "btw", "final", "pricing", "prices?", "re-?org", "reorgani[sz]ation", "booked", "booking", "moved", "moving", "hiring", "rotation", "schedule", "housekeeping", "imo", "imho", "tl;?dr", "n\\.?b\\.?", "nota bene", "eta", "afaik", "psa", "til",
        "note", "notes", "notice", "memo", "todo", "to-do", "to do", "done", "doing", "wip", "fixme", "warning", "caution", "attention", "important", "urgent", "info", "information", "hint", "tip", "tips", "idea", "ideas", "thought", "thoughts", "question", "answer", "q", "a", "re", "status", "summary", "recap", "minutes", "agenda", "topic", "subject line", "title", "heading", "example", "e\\.?g", "i\\.?e", "quote of the day", "fun fact", "random fact", "background", "context", "detail", "details", "outcome", "conclusion", "decision", "decided", "plan", "plans", "goal", "goals", "task", "tasks", "reminder", "follow[ -]?up", "next", "next steps?", "action", "actions", "action item", "progress", "achievement", "accomplishment", "milestone", "win", "wins", "highlight", "highlights", "lowlight", "learned", "learnt", "learning", "lesson", "lessons", "insight", "reflection", "feeling", "feelings", "mood", "gratitude", "grateful", "brag", "bragging", "boast", "humble ?brag", "flex", "confession", "secret", "gossip", "rumou?r", "rant", "vent", "venting", "complaint", "gripe", "whine", "grumble", "praise", "kudos", "shoutout", "celebration", "thanks", "apology", "sorry", "excuse", "joke", "pun", "spoiler", "disclaimer", "correction", "clarification", "erratum", "errata", "addendum", "postscript", "announcement", "breaking", "headline", "heads[ -]?up", "alert", "bulletin", "report", "diary", "dear diary", "journal", "entry", "blog", "dream", "wish", "hope", "fear", "worry", "problem", "issue", "bug", "fix", "solution", "workaround", "cause", "reason", "risk", "pros?", "cons?", "review", "verdict", "opinion", "comment", "remark", "aside", "side ?note", "footnote", "caveat", "story", "anecdote", "bio", "about me", "intro", "introduction", "me", "myself", "self", "mine", "home", "address", "phone", "work", "job", "health", "family", "travel", "hobby", "hobbies", "food", "breakfast", "lunch", "dinner", "sport", "money", "weather", "meeting", "call", "trip", "date", "day", "week", "weekend", "morning", "noon", "afternoon", "evening", "night", "today", "tonight", "tomorrow", "yesterday", "now", "later", "then", "before", "after", "finally", "meanwhile", "(?:mon|tues|wednes|thurs|fri|satur|sun)day", "(?:good|bad|great|big|latest|other) news", "long story short", "bottom line", "in short", "also", "yes", "no", "ok", "okay", "so", "well", "true story", "true", "false", "first", "second", "third", "one", "two", "point", "step", "item", "part", "section", "chapter", "version", "v",
        "notiz", "notizen", "hinweis", "achtung", "warnung", "wichtig", "merke", "merkzettel", "zu tun", "erledigt", "idee", "gedanke", "gedanken", "frage", "antwort", "fazit", "kurz", "kurzum", "beispiel", "bsp", "z\\. ?b\\.?", "aufgabe", "ziel", "plan", "erinnerung", "tagebuch", "bericht", "nachtrag", "korrektur", "anmerkung", "bemerkung", "geständnis", "geheimnis", "neues", "neuigkeit", "neuigkeiten", "heute", "gestern", "morgen", "jetzt", "neu", "stand", "problem", "lösung", "grund", "traum", "wunsch", "angeberei", "prahlerei", "eigenlob", "lob", "erfolg", "übrigens", "(?:mon|diens|donners|frei|sams|sonn)tag", "mittwoch", "sonnabend",
        "remarque", "avertissement", "important", "à faire", "fait", "idée", "pensée", "exemple", "résumé", "bilan", "but", "tâche", "rappel", "aveu", "nouveau", "nouvelle", "nouvelles", "aujourd[\'’]hui", "hier", "demain", "maintenant", "réponse", "vantardise", "rêve", "souhait", "raison", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
        "nota", "notas", "aviso", "advertencia", "atención", "importante", "por hacer", "pendiente", "hecho", "pensamiento", "pregunta", "respuesta", "ejemplo", "resumen", "objetivo", "tarea", "recordatorio", "diario", "confesión", "secreto", "noticia", "noticias", "hoy", "ayer", "mañana", "ahora", "alarde", "sueño", "deseo", "razón", "logro", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
        "note", "avviso", "avvertenza", "attenzione", "da fare", "fatto", "pensiero", "domanda", "risposta", "esempio", "riassunto", "obiettivo", "compito", "promemoria", "diario", "confessione", "segreto", "novità", "notizia", "notizie", "oggi", "ieri", "domani", "adesso", "ora", "vanto", "sogno", "desiderio", "motivo", "traguardo", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica",
        "[\\p{L}]{3,}(?:[ts]ions?|ness|ships?|keit|heit|schaft|ción|sión|zione|ità)", "[\\p{L}]{4,}ung"
    ] -%}
    {{ return(labels | join('|')) }}
{%- endmacro %}

{# The time that a line of a chat log may begin with: "10:30 Ana: …", "[2026-05-01, 10:30] Ana: …". #}
{% macro line_time() -%}
    {{ return('(?:[\\[(]?\\p{N}[\\p{N}:./, T-]{2,22}(?: ?[ap]\\.?m\\.?)?[\\])]?[ \\t,–|-]*)?') }}
{%- endmacro %}

{#
    What the speaker says: a text without code, quoted mail and quoted speech, mark-up, data, and
    without what a tool put out. Only for the checks: nothing is ever rewritten.
#}
{% macro own_words(text) -%}
    {%- set ns = namespace(sql=seen(text)) -%}
    {%- for pattern in [
        '(?s)```.*?(?:```|$)|~~~.*?(?:~~~|$)',
        '(?s)<!--.*?(?:-->|$)',
        '(?is)<(script|style|pre|code|blockquote|tool_result|tool|system|quote)\\b.*?(?:</(?:script|style|pre|code|blockquote|tool_result|tool|system|quote)>|$)',
        '<[^<>\\n]{1,200}>',
        '`[^`\\n]*`',
        '(?is)(?:^|\\n)[ \\t*_-]*(?:-{2,} ?)?(?:begin )?(?:original message|forwarded message|forwarded mail|ursprüngliche nachricht|weitergeleitete nachricht|message d[\'’]origine|message transféré|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato)\\b.*$',
        '(?is)(?:^|\\n)[^\\n]{0,160}[^\\p{L}\\n](?:wrote|writes|schrieb|schreibt|écrit|écrivait|escribió|escribe|ha scritto|scrisse|scrive)(?: [^\\n:]{0,60})?:.*$',
        '(?im)^[ \\t]*(?:>|&gt;|\\||\\+ ).*$',
        '(?im)^[ \\t*_>-]*' ~ line_time() ~ '(?:' ~ label_words() ~ ')(?:[ \\t]+\\d+)?[*_]*[ \\t]*:[*_]*[ \\t]',
        '(?m)^[ \\t*_>-]*' ~ line_time() ~ '(?:[\\p{Lu}][\\p{L}.’\'-]*(?: [\\p{Lu}][\\p{L}.’\'-]*){0,2}|user|human|assistant|bot|ai|system|tool)[ \\t]*:[ \\t].*$',
        '(?im)^[ \\t]*(?:from|to|cc|subject|von|an|betreff|de|à|objet|para|asunto|da|oggetto)[ \\t]?:.*$',
        '(?is)(?:^|\\n)[ \\t\\[(*]*(?:tool|tool[ _-](?:output|result|response|call)|function[ _-](?:output|result|response)|observation|stdout|stderr|output|result|search results?|web ?page|werkzeug(?:ausgabe)?|ausgabe|ergebnis|suchergebnis|résultat|sortie|outil|salida|resultado|herramienta|risultato|strumento)[ \\t\\])*]*[:>=].*$',
        '\\{[^{}]*\\}', '\\{[^{}]*\\}', '\\[[^\\[\\]]*[:"][^\\[\\]]*\\]',
        '["“„”][^"“„”\\s]+(?:\\s+[^"“„”\\s]+){2,}["“”]|[«»][^«»]+[«»]|‘[^‘’\\s]+(?:\\s+[^‘’\\s]+){2,}’'
    ] -%}
        {%- set ns.sql = 'regexp_replace(' ~ ns.sql ~ ', ' ~ sql_text(pattern) ~ ", chr(10), 'g')" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}

{# Whether a text speaks to the model that reads it, or gives itself out for one that may. #}
{% macro addresses_a_model(text) -%}
    coalesce(list_transform(
        [{'seen': {{ seen(text) }}, 'small': lower({{ seen(text) }})}],
        lambda looked: case
    {%- for occasion, pattern in model_addressing() %}
        when regexp_matches(looked.small, {{ sql_text(occasion) }})
            and regexp_matches(looked.seen, {{ sql_text('(?is)' ~ pattern) }}) then true
    {%- endfor %}
        else false end)[1], false)
{%- endmacro %}

{% macro model_addressing() -%}
    {%- set reader = "summari[sz]ers?\\b|summari[sz]ing|summari[sz]ation (?:model|system|agent)|assistants?\\b|a\\.?i\\b|llms?\\b|language models?\\b|models?\\b|chat ?bots?\\b|bots?\\b|memory (?:system|engine|keeper|agent|module|store|writer)|note[- ]?(?:taker|keeper)|agents?\\b|scribe\\b|archivist|extractor|consolidator|record[- ]?keeper|knowledge base|whoever (?:reads|processes|summari)|reader of th" -%}
    {#- What gives an occasion to look, in small letters; what is looked for. -#}
    {{ return([
        ["ignor|disregard|forget|overrid|bypass",
            "\\b(?:ignore|disregard|forget|override|bypass)\\b.{0,40}\\b(?:previous|prior|above|earlier|preceding|everything|all|your|these|those|any)\\b.{0,40}\\b(?:instruction|prompt|rule|order|direction|fact|memor|guideline|said|told)"],
        ["ignor|disregard|forget|overrid",
            "\\b(?:ignore|disregard|forget|override) (?:all |everything |the |what(?:ever)? )*(?:is |was |came )?(?:above|previous|prior|preceding|before|earlier|so far)"],
        ["ignorier|vergiss|vergess|missacht|überschreib|verwirf",
            "(?:^|[^\\p{L}])(?:ignorier|vergiss|vergesst|vergessen sie|missacht|überschreib|verwirf).{0,50}(?:vorherig|obig|bisherig|früher|alle|oben|anweisung|regel|befehl|zuvor|davor)"],
        ["ignore|oubli|néglig|compte",
            "(?:^|[^\\p{L}])(?:ignore[zr]?|oublie[zr]?|néglige[zr]?|ne tiens? pas compte|ne tenez pas compte).{0,50}(?:ci-dessus|précéd|instruction|consigne|tout ce|avant|règle)"],
        ["ignor|olvid|descart|caso",
            "(?:^|[^\\p{L}])(?:ignor[ae]|ignorad|olvid[ae]|descart[ae]|haz caso omiso|no hagas caso).{0,50}(?:anterior|arriba|instrucci|previ|todo lo|regla)"],
        ["ignora|dimentic|tralasci|conto",
            "(?:^|[^\\p{L}])(?:ignora|ignorate|dimentica|tralascia|non tenere conto).{0,50}(?:precedent|sopra|istruzion|tutto|regol)"],
        ["summar|assistant|\\bai\\b|a\\.i|llm|model|bot|memory |note|scribe|archivist|extractor|consolidator|record|knowledge|whoever|reader|agent",
            "(?:^|[^\\p{L}])(?:for|to|dear|hey|hello|hi|attention|attn|@)[ :,]+(?:the |our |any |all |whichever |an? |your |this |that |automatic |automated |helpful ){0,3}(?:" ~ reader ~ ")"],
        ["(?:note|message|memo|reminder|instruction|hint|request)s? (?:for|to) ",
            "(?:^|[^\\p{L}])(?:note|message|memo|reminder|instruction|hint|request)s? (?:for|to) (?:the |our |any |all |your |this )?(?:" ~ reader ~ "|system\\b|reader|database)"],
        ["(?:summari[sz]er|assistant|\\bai|llm|model|bot|memory|agent|zusammenfasser|assistent|\\bki|modell|résumeur|assistante|\\bia|modèle|resumidor|asistente|modelo|riassuntore|riassumitore|assistente|modello)[,:!]",
            "(?:^|[\\n.!?] *)(?:summari[sz]er|assistant|ai|llm|model|chatbot|bot|memory|agent|zusammenfasser|assistent|ki|modell|résumeur|assistante?|ia|modèle|resumidor|asistente|modelo|riassuntore|riassumitore|assistente|modello)[,:!]"],
        ["zusammenfass|assistent|\\bki\\b|modell|bot|gedächtnis|protokoll|archivar|agent|schreiber",
            "(?:^|[^\\p{L}])(?:für|an|liebe[rs]?|hallo|achtung|hey|hinweis)[ :,]+(?:den |die |das |dem |der |alle |unsere[nr]? |unser |deine[nr]? |automatische[nr]? ){0,3}(?:zusammenfass|assistent|ki\\b|sprachmodell|modell\\b|chatbot|bot\\b|gedächtnis|protokollant|protokollführ|archivar|agent|schreiber)"],
        ["résum|synth|assistant|\\bi\\.?a\\b|modèle|robot|bot|mémoire|archiviste|greffier",
            "(?:^|[^\\p{L}])(?:pour|à|au|aux|cher|chère|bonjour|attention|note|hé)[ :,]+(?:à |pour |l[\'’]|le |la |les |un |ce |cet |votre |notre ){0,3}(?:résumeur|résumé\\b|synthétiseur|synthèse|assistante?\\b|i\\.?a\\b|modèle|robot|chatbot|système de mémoire|mémoire\\b|archiviste|greffier)"],
        ["resum|asistente|\\bi\\.?a\\b|modelo|agente|memoria|archiv",
            "(?:^|[^\\p{L}])(?:para|a|al|querid[oa]|estimad[oa]|hola|atención|nota|oye)[ :,]+(?:para |al? |el |la |los |un |este |tu |nuestro ){0,3}(?:resumidor|resumen\\b|asistente|i\\.?a\\b|modelo|agente|sistema de memoria|memoria\\b|archivista)"],
        ["riass|riepilog|sintetizz|assistente|\\bi\\.?a\\b|modello|agente|memoria|archiv",
            "(?:^|[^\\p{L}])(?:per|a|al|all[\'’]|alla|caro|cara|ciao|attenzione|nota|ehi)[ :,]+(?:per |al |il |lo |la |i |l[\'’]|chi |un |questo |nostro ){0,3}(?:riassuntore|riassunto\\b|riepilogatore|sintetizzatore|assistente|i\\.?a\\b|modello|agente|sistema di memoria|memoria\\b|archivista)"],
        ["bot",
            "(?:^|[^\\p{L}])(?:para|pour|per|al|au|del|du) (?:el |le |il |lo )?(?:chat)?bots?\\b"],
        ["please|kindly|you (?:must|should|need|have|will|shall|are to|can)|make sure|be sure|forget to|always|important",
            "\\b(?:please|kindly|you (?:must|should|need to|have to|will|shall|are to|can)|make sure (?:to|you)|be sure to|do not forget to|don[\'’]t forget to|always|it is important to|important:)[ ,]+(?:\\w+[ ,]+){0,2}?(?:note|record|remember|store|save|memori[sz]e|register|write|jot|log|treat|consider|state|believe|accept|keep)(?: it| this| in mind| to memory)?(?: down)?[ :,]+(?:that|down|as|the (?:fact|following)|this (?:fact|as)|in mind|to memory|in (?:your )?memory|on record|for the record)\\b"],
        ["note|record|remember|store|save|memori|register|write|jot|log|add|enter|keep|commit|put",
            "(?:^|[\\n.!?:>\\])-] *)(?:also |and |then |now )?(?:(?:note|record|write down|note down|jot down|register|memori[sz]e|take note|make a note|bear in mind|keep in mind)(?: it| this)?(?: down)?(?: of)?[ :,]+(?:that|as a fact|the fact|the following|this fact|a fact)|(?:store|save|put|add|commit|write|keep|enter|log|note|record)(?: it| this| the following| the fact| that)?(?: as a fact| to (?:your |the |long-term )?memory| in (?:your |the |long-term )?memory| to the record))\\b"],
        ["bitte",
            "(?:^|[^\\p{L}])bitte\\b.{0,40}(?:notier|vermerk|merk|speicher|festhalten|festzuhalten|halte[nt]? .{0,12}fest|aufschreib|schreib.{0,12} auf|registrier|behalt)"],
        ["notier|vermerk|merke|speicher|halte|schreib|registrier",
            "(?:^|[^\\p{L}])(?:notiere?|vermerke?|merke? dir|merken sie sich|speichere?|halten? sie fest|halte (?:bitte )?fest|schreibe? auf|registriere?)[ ,:]+(?:dass|als|folgend|fest|bitte)"],
        ["veuillez|merci d|pla[iî]t|svp|stp|il faut|tu dois|vous devez|prière|oublie",
            "(?:^|[^\\p{L}])(?:veuillez|merci de|merci d[\'’]|s[\'’]il (?:te|vous) pla[iî]t|svp|stp|il faut|tu dois|vous devez|prière de|n[\'’]oublie[zr]? pas)\\b.{0,50}(?:note|enregistr|reten|retien|mémoris|inscri|consign|souven)"],
        ["note|retien|reten|enregistr|mémoris|inscri|rappelle|souviens|ajoute|consigne",
            "(?:^|[\\n.!?:] *)(?:note[rz]?|retiens|retenez|enregistre[rz]?|mémorise[rz]?|inscris|inscrivez|rappelle-toi|souviens-toi|ajoute[rz]?|consigne[rz]?)(?: bien)?(?: à la mémoire| en mémoire| dans ta mémoire)?[ :,]+(?:que|qu[\'’]|comme|le fait|en mémoire|à la mémoire)"],
        ["por favor|debes|tienes que|hay que|no olvides|es importante",
            "(?:^|[^\\p{L}])(?:por favor|debes|debe usted|tienes que|hay que|no olvides|es importante)\\b.{0,50}(?:anot|apunt|registr|guard|record|recuerd|memori|tom[ae] nota)"],
        ["anot|apunt|registr|guard|record|recuerd|memoriz|añad|escrib|nota",
            "(?:^|[\\n.!?:¡] *)(?:anot|apunt|registr|guard|record|recuerd|memoriz|añad|escrib|tom[ae] nota)[\\p{L}]*(?: en (?:la|tu) memoria)?(?: de)?[ :,]+(?:que|como|el hecho|en (?:la|tu) memoria)"],
        ["per favore|piacere|cortesia|si prega|dev|bisogna|dimenticare|importante",
            "(?:^|[^\\p{L}])(?:per favore|per piacere|per cortesia|si prega|devi|deve|dovete|bisogna|non dimenticare|è importante)\\b.{0,50}(?:annot|segn|registr|ricord|salv|memorizz|prend[\\p{L}]* nota)"],
        ["annot|segn|registr|ricord|salv|memorizz|aggiung|scriv|nota",
            "(?:^|[\\n.!?:] *)(?:annot|segn|registr|ricord|salv|memorizz|aggiung|scriv|prendi nota)[\\p{L}]*(?: in memoria| nella memoria| nella tua memoria)?(?: di)?[ :,]+(?:che|come|il fatto|in memoria|nella)"],
        ["system|you are now (?:an?|the|in|my|our|root|dan|acting|no longer|free|playing)\\b|new instruction|as an ai|\\||inst|<|jailbreak|developer mode|anything now|assistant|tool",
            "system prompt|systemprompt|you are now (?:an?|the|in|my|our|root|dan|acting|no longer|free|playing)\\b|new instructions?|as an ai|<\\|?(?:im_start|system|assistant|user|tool)|\\[/?(?:inst|sys|system)|<</?sys>>|\\bjailbreak|developer mode|do anything now"],
        ["system|admin|developer|root|operator|sistema|système|amministratore",
            "(?:^|[\\n.!?] *)[\\[(<#*_ -]*(?:system|admin|administrator|developer|root|operator|sistema|système|amministratore)(?:[ -]?(?:note|message|notice|update|override|alert|instruction|warning|command|hinweis|meldung|nachricht|befehl))?[\\])>*_ ]*[:>]"],
        ["memor|note|record|profile|knowledge|summary|database|conversation|transcript|prompt|context|instruction|chat|fact",
            "\\b(?:update|correct|correction|add|change|fix|amend|overwrite|replace|wrong|false|incorrect|outdated)\\b.{0,40}\\b(?:your|the|user|previous|earlier|stored)(?:[’']s)?\\b.{0,15}\\b(?:memor|notes?\\b|records?\\b|profile|knowledge|summary|database)|\\b(?:your|previous|earlier|stored) (?:\\w+ )?(?:memor\\w*|notes?|records?|profile|knowledge|summary|database)\\b.{0,25}\\b(?:wrong|false|incorrect|outdated)|\\b(?:memory|profile|fact|knowledge|record) (?:update|entry|correction|insert|patch)\\b|\\b(?:begin|start|end)(?: of)?(?: the)? (?:memory|conversation|transcript|prompt|context|instructions?|chat|facts?)\\b"],
        ["summar|zusammenfass|résum|resum|riassu|mention",
            "\\bwhen(?:ever)? (?:you|we|they|it is|summari)\\b.{0,40}summar|\\bwhen summari|\\bin (?:your|the) (?:summary|notes|report|gist)\\b|(?:^|[^\\p{L}])(?:wenn|falls|sobald) .{0,30}zusammenfass|in (?:deiner|der|ihrer|eurer) zusammenfassung|(?:dans|pour) (?:ton|votre|le|un) résumé|(?:quand|lorsque) .{0,20}résum|cuando .{0,20}resum|en (?:tu|su|el|un) resumen|quando .{0,20}riassum|nel(?: tuo| vostro)? riassunto"],
        ["whoever|asks|fragt|demande|pregunta|chiede",
            "\\bto whoever\\b|\\b(?:if|when) (?:anyone|anybody|someone|somebody|they|people|he|she) asks?\\b|(?:wenn|falls) (?:jemand|einer|man) (?:dich )?fragt|si (?:on|quelqu[’']un) (?:te |vous |t[’'])?demande|si alguien (?:te )?pregunta|se qualcuno (?:ti )?chiede"],
        ["say |state |claim |mention|answer|reply|report|tell |sag|schreib|antwort|dis |dites|réponds|di que|diga|respond|di[’'] |dì |scrivi|rispondi",
            "(?:^|[\\n.!?,:] *)(?:say|state|claim|mention|answer|reply|report|tell (?:them|everyone|everybody|people|him|her|anyone))(?: that\\b|[,:])|(?:^|[\\n.!?] *)say that\\b|(?:^|[^\\p{L}])(?:sage?|schreibe?|antworte) (?:auch |ihnen |allen |immer |dann )?,? ?dass|(?:^|[^\\p{L}])(?:dis|dites|écris|réponds) (?:que|qu[’'])|(?:^|[^\\p{L}])(?:di|diga|escribe|responde) que|(?:^|[^\\p{L}])(?:di[’']?|dì|scrivi|rispondi) che"],
        ["system|sistema|système",
            "\\bsystem[ -]?(?:note|message|notice|override|update|alert|instruction|command|hinweis|meldung|nachricht|anweisung|befehl)|(?:nota|mensaje|aviso|orden|instrucci[oó]n) del? sistema|(?:note|message|avis|consigne|ordre) (?:du )?système|(?:nota|messaggio|avviso|istruzione|comando) d(?:i|el) sistema"],
        ["##",
            "#{2,} ?(?:instruction|system|new task|task|anweisung|consigne|instrucci|istruzion|aufgabe)"],
        ["pretend|act as|acting as|role|from now on|imagine|play|game|story|scene|in character|your ",
            "\\b(?:pretend (?:to|you|that|we)|act as|acting as|role[- ]?play|from now on,? (?:you|your|treat|consider|answer|act|be|ignore|the (?:assistant|model))|imagine (?:you|that you)|let[\'’]s play|play the role|you (?:play|are playing) (?:the |a |an )?(?:role|part|character)|in this (?:game|story|scene|play)|stay in character|your (?:new )?(?:task|role|job|instructions?) (?:is|are))"],
        ["du bist|ab jetzt|ab sofort|tu so|tun wir|stellspiel|deine|neue",
            "(?:^|[^\\p{L}])(?:du bist (?:jetzt|nun|ab)|ab (?:jetzt|sofort) (?:bist|gilt|sollst|musst|antwort)|tu so|tun wir so|stell(?:e)? dir vor|spiel(?:e|en wir)? (?:die rolle|einen|eine|den|die|ein spiel|mit)|rollenspiel|in diesem spiel|deine (?:neue )?(?:aufgabe|rolle)|neue anweisung)"],
        ["tu es|vous êtes|partir|désormais|semblant|jeu|imagine|jou|rôle|tâche|nouvelle",
            "(?:^|[^\\p{L}])(?:tu es (?:maintenant|désormais)|vous êtes (?:maintenant|désormais)|(?:à partir de maintenant|désormais),? (?:tu|vous)|fais semblant|faites semblant|faisons semblant|jeu de rôle|imagine[zr]? que|jou(?:e|ez|ons) (?:le rôle|à|un)|dans ce jeu|ton (?:nouveau )?rôle|ta (?:nouvelle )?tâche|nouvelles? (?:instructions?|consignes?))"],
        ["eres|ahora|adelante|fing|imagina|juego|jugue|haz|tu |nueva",
            "(?:^|[^\\p{L}])(?:ahora eres|(?:a partir de ahora|de ahora en adelante),? (?:eres|tú|debes|act)|finge (?:que|ser)|finjamos|imagina que|juego de rol|en este juego|juguemos|haz (?:de|como)|tu (?:nuev[ao] )?(?:papel|tarea|rol)|nuevas? instrucci)"],
        ["sei|ora|adesso|finta|immagin|gioc|interpreta|ruolo|compito|nuov",
            "(?:^|[^\\p{L}])(?:ora sei|adesso sei|(?:d[\'’]ora in (?:poi|avanti)|da (?:ora|adesso) in poi),? (?:sei|tu|devi)|fai finta|facciamo finta|immagina (?:di|che)|gioco di ruolo|in questo gioco|giochiamo|interpreta|il tuo (?:nuovo )?(?:ruolo|compito)|nuov[ae] istruzion)"],
        ["[\"\'] *:",
            "[\"\'{,]\\s*[\"\']?(?:facts|memory|goal|gist|subject|predicate|quote|valid_from|valid_to)[\"\']\\s*:|[\"\']role[\"\']\\s*:\\s*[\"\']system"]
    ]) }}
{%- endmacro %}

{#
    Whether words are about somebody's debts, orders, secrets, guilt or body: what nobody can vouch
    for but the one concerned. Said of another it is a claim of the speaker.
#}
{% macro touches_affairs(text) -%}
    regexp_matches({{ seen(text) }}, {{ sql_text('(?i)' ~ private_affairs() | join('|')) }})
{%- endmacro %}

{% macro private_affairs() -%}
    {{ return([
        "[$€£¥₹]\\s?\\p{N}|\\p{N}\\s?(?:[$€£¥₹]|euros?\\b|dollars?\\b|dólares|dollari|pounds?\\b|pfund|livres|sterline|usd\\b|eur\\b|gbp\\b|chf\\b|franken|francs?\\b|franchi|pesos?\\b|kronor|kroner|bitcoins?|btc\\b)",
        "\\b(?:owes?|owed|owing|debts?|indebted|loans?|loaned|borrow\\w*|lent|pays?|paid|payments?|payable|repay\\w*|refund\\w*|transfer\\w*|invoice\\w*|money|salary|wages?|brib\\w*|steal\\w*|stole\\w*|theft|thief|fraud\\w*|guilty|crim\\w*|arrest\\w*|convict\\w*|prison|password\\w*|passcode\\w*|passphrase|pin|secret\\w*|confidential|credential\\w*|api[ _-]?keys?|tokens?|orders?|ordered|ordering|commands?|commanded|instructed|authori[sz]\\w*|approv\\w*|permi(?:t|ssion)\\w*|allow\\w*|agree[sd]?|agreement|promis\\w*|must|shall|has to|have to|oblig\\w*|entitled|inherit\\w*|fired|dismissed|resign\\w*|affair|pregnan\\w*|diagnos\\w*|hiv|addict\\w*|dead|died|killed|cheat\\w*|lied|liar|betray\\w*|blackmail\\w*|admin\\w*|root|access|account|number|bankrupt|broke|cancer|disease|illness|sick|ill|disorder|depress\\w*|divorc\\w*|confess\\w*|sues?|sued|lawsuit|owns? everything|boss of)\\b",
        "(?:^|[^\\p{L}])(?:schulde|schuld|geliehen|leih|darlehen|kredit|zahl|bezahl|überweis|rechnung|geld\\b|gehalt|bestech|bestoch|gestohlen|stiehlt|stahl\\b|betrug|betrüg|betrog|schuldig|verbrech|verhaft|gefängnis|passwort|kennwort|pin\\b|geheim|vertraulich|zugang|bestell|befehl|befahl|befohl|angeordnet|ordnet|beauftrag|genehmig|erlaub|versproch|verspr[ia]ch|zugesagt|muss\\b|müssen|soll\\b|sollen|verpflicht|entlassen|gekündigt|kündigt|krank|krebs|pleite|bankrott|konto|nummer|gestand|gesteht|schulden|geschieden|scheid|schwanger|gestorben|tot\\b|erpress|lügt|gelogen|erbt|geerbt)",
        "(?:^|[^\\p{L}])(?:doit|doivent|devait|devra|dette|endett|prêt[ée]?\\b|prêter|emprunt|pay|paie|vire\\b|viré|virement|vers[ée]|rembours|facture|argent\\b|salaire|volé|vole\\b|voleur|fraud|coupable|crime|arrêté|prison|mot de passe|code secret|secr[eè]t|confidentiel|accès|command|ordonn|autoris|approuv|permis|promi|promet|oblig|licenci|démission|enceinte|malade|maladie|cancer|compte\\b|numéro|faillite|avou|divorc|mort\\b|morte\\b|décéd|ment\\b|menti|hérit|chantage)",
        "(?:^|[^\\p{L}])(?:debe|deben|debía|deuda|adeuda|préstamo|prest[óoa]|pag[aoóu]|transf[ie]|factura|dinero|sueldo|salario|rob[óoa]|ladr[óo]n|fraude|culpable|crimen|delito|arrest|cárcel|contraseña|clave|pin\\b|secret|confidencial|acceso|orden|encarg|mand[óoa]|autoriz|aprob|permi[st]|promet|oblig|despid|despedid|renunci|embarazada|enferm|cáncer|cuenta|número|quiebra|confes|divorci|muert|murió|mint|hered|chantaj)",
        "(?:^|[^\\p{L}])(?:deve\\b|devono|doveva|debit|prestit|prest[aòo]|pag[aòo]|bonific|versat|rimbors|fattura|denaro|soldi|stipendio|rub[aòo]|ladro|frode|truff|colpevole|crimine|reato|arrest|prigione|password|parola d[\'’]ordine|codice|segret|riservat|accesso|ordin|comand|autorizz|approv|permes|promes|promett|obblig|licenzi|dimess|incinta|malat|cancro|conto\\b|numero|fallit|confess|divorzi|mort[oa]|mentit|eredit|ricatt)"
    ]) }}
{%- endmacro %}

{# A condition on an answer, which is not even put into words where no model is asked. #}
{% macro where_asked(condition) -%}
    {%- if asks() -%} {{ return(condition) }} {%- else -%} {{ return('false') }} {%- endif -%}
{%- endmacro %}

{#
    Whether a sentence is about its speaker: he does it ("I owe Bob"), or it begins with what is his
    ("My name is"), but not where something is only done to him ("Bob owes me").
#}
{% macro is_about_speaker(text) -%}
    (regexp_matches({{ text }}, {{ sql_text("(?i)(?:^|[^\\p{L}])(?:i|we|ich|wir|je|j[\'’][\\p{L}]+|nous|yo|nosotr[oa]s|io|noi)(?:[^\\p{L}]|$)|^(?:[\\p{L}]+ )?(?:soy|estoy|tengo|vivo|vivimos|trabajo|sono|abito|lavoro|ho|abbiamo|siamo|somos|estamos|tenemos)\\b") }})
        or (regexp_matches({{ text }}, {{ sql_text("(?i)^(?:my|our|me|mine|mein[\\p{L}]*|unser[\\p{L}]*|mir|mich|mon|ma|mes|notre|nos|moi|mi|mis|nuestr[oa]s?|il mio|la mia|i miei|le mie|il nostro|la nostra)(?:[^\\p{L}]|$)") }})
            and not {{ touches_affairs(text) }}))
{%- endmacro %}

{# Whether a sentence speaks in the first person. #}
{% macro is_first_person_sentence(text) -%}
    regexp_matches({{ text }}, {{ sql_text("(?i)(?:^|[^\\p{L}])(?:i|we|my|our|mine|ours|me|us|myself|ourselves|ich|wir|mich|mir|mein[\\p{L}]*|uns|unser[\\p{L}]*|je|j[\'’][\\p{L}]+|nous|mon|ma|mes|moi|notre|nos|m[\'’][\\p{L}]+|yo|mi|mis|nosotr[oa]s|nuestr[oa]s?|io|noi|mi[oae]|miei|nostr[oaie]|ci)(?:[^\\p{L}]|$)|^(?:[\\p{L}]+ )?(?:soy|estoy|tengo|vivo|vivimos|trabajo|sono|abito|lavoro|ho|abbiamo|siamo|somos|estamos|tenemos)\\b") }})
{%- endmacro %}

{#
    What stands in a sentence before the one it speaks of, where the sentence says it outright: a few
    words, but nothing that puts it in another's mouth, in a story or in a list of things to write.
#}
{% macro says_outright(words_before) -%}
    {%- set before -%}
    regexp_replace({{ words_before }}, '(?i)^\s*(?:by the way|btw|fyi|oh|yes|yeah|no|well|also|and|but|so|actually|anyway|now|today|yesterday|last [\p{L}]+|this [\p{L}]+|in [\p{L}\p{N}]+|since [\p{L}\p{N}]+|übrigens|ja|nein|heute|gestern|seit [\p{L}]+|au fait|oui|non|aujourd[''’]hui|hier|depuis [\p{L}]+|por cierto|sí|hoy|ayer|desde [\p{L}]+|a proposito|sì|oggi|ieri|da [\p{L}]+),? ', '')
    {%- endset %}
    (not regexp_matches({{ before }}, '[,:;()—–]| - |(?:\S+\s+){7}')
        and not regexp_matches({{ before }}, {{ sql_text("(?i)(?:^|[^\\p{L}])(?:that|says?|said|saying|tells?|told|claims?|claimed|according|reports?|reported|heard|reads?|writes?|wrote|written|notes?|records?|facts?|knows?|believes?|thinks?|thought|assumes?|assume|suppose|pretend|novel|story|stories|book|film|movie|game|dream|your|profile|memory|dass|daß|laut|sagt|sagte|meint|schreibt|angenommen|roman|geschichte|spiel|traum|que|qu|selon|dit|dis|prétend|histoire|jeu|rêve|según|dice|dijo|novela|historia|juego|sueño|che|secondo|detto|romanzo|storia|gioco|sogno|whether|if|ob|wenn|si|se)(?:[^\\p{L}]|$)") }}))
{%- endmacro %}

{# What of the sentence stands before the first place where a text has some words; NULL where it
   does not have them. #}
{% macro before_in_sentence(words, text) -%}
    case when strpos({{ text }}, {{ words }}) > 0
        then regexp_extract({{ text }}[:strpos({{ text }}, {{ words }}) - 1], '([^.!?\n]*)$', 1) end
{%- endmacro %}
