import Search

extension TimeLexicon {
    /// By language; English needs none.
    static let all: [QuestionLanguage: TimeLexicon] = [
        .german: german,
        .spanish: spanish,
        .french: french,
        .portuguese: portuguese,
        .italian: italian,
        .dutch: dutch,
        .russian: russian,
        .arabic: arabic,
    ]

    private static let german = TimeLexicon(
        words: dictionary(
            """
            january: januar janner
            february: februar
            march: marz
            april: april
            may: mai
            june: juni
            july: juli
            august: august
            september: september
            october: oktober
            november: november
            december: dezember
            monday: montag montags
            tuesday: dienstag
            wednesday: mittwoch
            thursday: donnerstag
            friday: freitag
            saturday: samstag sonnabend
            sunday: sonntag
            a: ein eine einem einer einen
            two: zwei
            three: drei
            four: vier
            five: funf
            six: sechs
            seven: sieben
            eight: acht
            nine: neun
            ten: zehn
            day: tag tages
            days: tage tagen
            week: woche
            weeks: wochen
            month: monat monats
            months: monate monaten
            year: jahr jahres
            years: jahre jahren
            yesterday: gestern
            day before yesterday: vorgestern
            today: heute
            tomorrow: morgen
            last: letzte letzten letzter letztes letztem vergangene vergangenen vergangenes
            last: vergangener vorige vorigen voriges
            this: diese diesen dieser dieses diesem
            next: nachste nachsten nachster nachstes
            since: seit
            until: bis
            after: nach
            before: vor
            between: zwischen
            and: und
            from: von
            in: im in
            on: am an
            of: des der vom
            -: den die das dem
            beginning: anfang
            middle: mitte
            end: ende
            first: erste ersten erster erstes
            christmas: weihnachten weihnachtstag
            christmas eve: heiligabend
            easter: ostern
            new year eve: silvester
            new year day: neujahr
            summer: sommer sommers
            winter: winter
            autumn: herbst herbstes
            spring: fruhling fruhjahr fruhlings
            weekend: wochenende wochenendes
            """),
        agoBefore: [["vor"]],
        agoAfter: [], lastAfter: [])

    private static let spanish = TimeLexicon(
        words: dictionary(
            """
            january: enero
            february: febrero
            march: marzo
            april: abril
            may: mayo
            june: junio
            july: julio
            august: agosto
            september: septiembre setiembre
            october: octubre
            november: noviembre
            december: diciembre
            monday: lunes
            tuesday: martes
            wednesday: miercoles
            thursday: jueves
            friday: viernes
            saturday: sabado
            sunday: domingo
            a: un una uno
            two: dos
            three: tres
            four: cuatro
            five: cinco
            six: seis
            seven: siete
            eight: ocho
            nine: nueve
            ten: diez
            day: dia
            days: dias
            week: semana
            weeks: semanas
            month: mes
            months: meses
            year: ano
            years: anos
            yesterday: ayer
            day before yesterday: anteayer antier
            today: hoy
            last: ultimo ultima ultimos ultimas
            this: este esta estos estas
            next: proximo proxima
            since: desde
            until: hasta
            after: despues
            before: antes
            between: entre
            and: y
            in: en
            of: de del
            -: el la los las
            beginning: principios comienzos inicios
            middle: mediados
            end: finales fines final
            first: primer primera primero
            christmas: navidad navidades
            christmas eve: nochebuena
            easter: pascua
            new year eve: nochevieja
            summer: verano
            winter: invierno
            autumn: otono
            spring: primavera
            weekend: finde
            """),
        agoBefore: [["hace"]],
        agoAfter: ["atras"], lastAfter: ["pasado", "pasada"])

    private static let french = TimeLexicon(
        words: dictionary(
            """
            january: janvier
            february: fevrier
            march: mars
            april: avril
            may: mai
            june: juin
            july: juillet
            august: aout
            september: septembre
            october: octobre
            november: novembre
            december: decembre
            monday: lundi
            tuesday: mardi
            wednesday: mercredi
            thursday: jeudi
            friday: vendredi
            saturday: samedi
            sunday: dimanche
            a: un une
            two: deux
            three: trois
            four: quatre
            five: cinq
            six: six
            seven: sept
            eight: huit
            nine: neuf
            ten: dix
            day: jour
            days: jours
            week: semaine
            weeks: semaines
            month: mois
            year: an annee
            years: ans annees
            yesterday: hier
            day before yesterday: avant-hier
            today: aujourd
            tomorrow: demain
            last: dernieres derniers
            this: ce cet cette
            since: depuis
            until: jusqu
            after: apres
            before: avant
            between: entre
            and: et
            in: en dans au pendant
            of: de du d
            -: le la les l
            beginning: debut
            middle: milieu
            end: fin
            first: premier premiere
            christmas: noel
            easter: paques
            summer: ete
            winter: hiver
            autumn: automne
            spring: printemps
            weekend: week-end weekend
            """),
        agoBefore: [["il", "y", "a"]],
        agoAfter: [], lastAfter: ["dernier", "derniere", "passe", "passee"])

    private static let portuguese = TimeLexicon(
        words: dictionary(
            """
            january: janeiro
            february: fevereiro
            march: marco
            april: abril
            may: maio
            june: junho
            july: julho
            august: agosto
            september: setembro
            october: outubro
            november: novembro
            december: dezembro
            monday: segunda segunda-feira
            tuesday: terca terca-feira
            wednesday: quarta quarta-feira
            thursday: quinta quinta-feira
            friday: sexta sexta-feira
            saturday: sabado
            sunday: domingo
            a: um uma
            two: dois duas
            three: tres
            four: quatro
            five: cinco
            six: seis
            seven: sete
            eight: oito
            nine: nove
            ten: dez
            day: dia
            days: dias
            week: semana
            weeks: semanas
            month: mes
            months: meses
            year: ano
            years: anos
            yesterday: ontem
            day before yesterday: anteontem
            today: hoje
            tomorrow: amanha
            last: ultimo ultima ultimos ultimas
            this: este esta neste nesta
            next: proximo proxima
            since: desde
            until: ate
            after: apos depois
            before: antes
            between: entre
            and: e
            in: em no na durante
            of: de do da
            -: o os as a
            beginning: inicio comeco
            middle: meados
            end: fim final
            first: primeiro primeira
            christmas: natal
            easter: pascoa
            summer: verao
            winter: inverno
            autumn: outono
            spring: primavera
            """),
        agoBefore: [["ha"], ["faz"]],
        agoAfter: ["atras"], lastAfter: ["passado", "passada"])

    private static let italian = TimeLexicon(
        words: dictionary(
            """
            january: gennaio
            february: febbraio
            march: marzo
            april: aprile
            may: maggio
            june: giugno
            july: luglio
            august: agosto
            september: settembre
            october: ottobre
            november: novembre
            december: dicembre
            monday: lunedi
            tuesday: martedi
            wednesday: mercoledi
            thursday: giovedi
            friday: venerdi
            saturday: sabato
            sunday: domenica
            a: un una uno
            two: due
            three: tre
            four: quattro
            five: cinque
            six: sei
            seven: sette
            eight: otto
            nine: nove
            ten: dieci
            day: giorno
            days: giorni
            week: settimana
            weeks: settimane
            month: mese
            months: mesi
            year: anno
            years: anni
            yesterday: ieri
            day before yesterday: altroieri
            today: oggi
            tomorrow: domani
            last: ultimo ultima ultimi ultime
            this: questo questa
            next: prossimo prossima
            since: dal dalla
            until: fino
            after: dopo
            before: prima
            between: tra fra
            and: e
            in: in nel nella a ad durante
            of: di del della dell
            -: il lo la i gli le l vigilia
            beginning: inizio inizi
            middle: meta
            end: fine
            first: primo
            christmas: natale
            easter: pasqua
            new year day: capodanno
            summer: estate
            winter: inverno
            autumn: autunno
            spring: primavera
            weekend: weekend
            """),
        agoBefore: [],
        agoAfter: ["fa"], lastAfter: ["scorso", "scorsa", "passato", "passata"])

    private static let dutch = TimeLexicon(
        words: dictionary(
            """
            january: januari
            february: februari
            march: maart
            april: april
            may: mei
            june: juni
            july: juli
            august: augustus
            september: september
            october: oktober
            november: november
            december: december
            monday: maandag
            tuesday: dinsdag
            wednesday: woensdag
            thursday: donderdag
            friday: vrijdag
            saturday: zaterdag
            sunday: zondag
            a: een
            two: twee
            three: drie
            four: vier
            five: vijf
            six: zes
            seven: zeven
            eight: acht
            nine: negen
            ten: tien
            day: dag
            days: dagen
            week: week
            weeks: weken
            month: maand
            months: maanden
            year: jaar
            years: jaren
            yesterday: gisteren
            day before yesterday: eergisteren
            today: vandaag
            tomorrow: morgen
            last: vorige afgelopen laatste verleden
            this: deze dit
            next: volgende
            since: sinds vanaf
            until: tot
            after: na
            before: voor
            between: tussen
            and: en
            in: in
            on: op
            of: van
            -: de het
            beginning: begin
            middle: midden half
            end: eind einde
            first: eerste
            christmas: kerst kerstmis
            christmas eve: kerstavond
            easter: pasen
            summer: zomer
            winter: winter
            autumn: herfst najaar
            spring: lente voorjaar
            weekend: weekend weekeinde
            """),
        agoBefore: [],
        agoAfter: ["geleden"], lastAfter: [])

    /// Lines of an English phrase and the words that mean it; "-" for words that are dropped.
    static func dictionary(_ text: String) -> [String: String] {
        var words: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":")
            guard parts.count == 2 else { continue }
            for word in parts[1].split(separator: " ") {
                let known = word.contains("-") ? String(word) : Words.folded(String(word)).first
                words[known ?? String(word)] = parts[0] == "-" ? "" : String(parts[0])
            }
        }
        return words
    }
}
