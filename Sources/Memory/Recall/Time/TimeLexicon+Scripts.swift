extension TimeLexicon {
    static let russian = TimeLexicon(
        words: dictionary(
            """
            january: январь января январе
            february: февраль февраля феврале
            march: март марта марте
            april: апрель апреля апреле
            may: май мая мае
            june: июнь июня июне
            july: июль июля июле
            august: август августа августе
            september: сентябрь сентября сентябре
            october: октябрь октября октябре
            november: ноябрь ноября ноябре
            december: декабрь декабря декабре
            monday: понедельник понедельника
            tuesday: вторник вторника
            wednesday: среда среду среды
            thursday: четверг четверга
            friday: пятница пятницу пятницы
            saturday: суббота субботу субботы
            sunday: воскресенье воскресенья
            a: один одну одна
            two: два две двух
            three: три трёх
            four: четыре
            five: пять
            six: шесть
            seven: семь
            eight: восемь
            nine: девять
            ten: десять
            day: день
            days: дня дней
            week: неделя неделю неделе недели
            weeks: недель
            month: месяц месяца месяце
            months: месяцев
            year: год года году
            years: лет
            yesterday: вчера
            day before yesterday: позавчера
            today: сегодня
            tomorrow: завтра
            last: прошлый прошлая прошлое прошлой прошлом прошлую прошлого прошлым прошлые прошлых
            last: последний последние последних последнюю последней
            this: этот эта этой этом эту этого это
            next: следующий следующая следующей следующем следующую
            since: с со
            before: до
            after: после
            between: между
            and: и
            in: в во
            on: на
            beginning: начало начале
            middle: середина середине
            end: конец конце
            first: первый первая первой первую первом первые
            second: вторая второй вторую втором
            third: третья третьей третью третьем
            christmas: рождество рождества
            easter: пасха пасху пасхи
            summer: лето лета летом
            winter: зима зимы зиму зимой
            autumn: осень осени осенью
            spring: весна весны весну весной
            weekend: выходные выходных
            """),
        agoBefore: [],
        agoAfter: ["назад"], lastAfter: [])

    static let arabic = TimeLexicon(
        words: dictionary(
            """
            january: يناير
            february: فبراير
            march: مارس
            april: أبريل ابريل
            may: مايو
            june: يونيو
            july: يوليو
            august: أغسطس
            september: سبتمبر
            october: أكتوبر
            november: نوفمبر
            december: ديسمبر
            two: اثنين
            three: ثلاثة ثلاث
            four: أربعة أربع
            five: خمسة خمس
            six: ستة ست
            seven: سبعة سبع
            eight: ثمانية ثماني
            nine: تسعة تسع
            ten: عشرة عشر
            day: يوم
            days: أيام
            week: أسبوع الأسبوع
            weeks: أسابيع
            month: شهر الشهر
            months: أشهر شهور
            year: سنة السنة عام العام
            years: سنوات أعوام
            yesterday: أمس
            today: اليوم
            tomorrow: غدا
            this: هذا هذه
            since: منذ
            before: قبل
            after: بعد
            between: بين
            in: في
            beginning: بداية
            middle: منتصف
            end: نهاية
            summer: صيف الصيف
            winter: شتاء الشتاء
            autumn: خريف الخريف
            spring: ربيع الربيع
            """),
        agoBefore: [["قبل"], ["منذ"]],
        agoAfter: [], lastAfter: ["الماضي", "الماضية"])
}
