package dev.botsentinel.examples.day;

import java.util.List;

/** What people say, in their own languages: left to right, right to left, beyond the BMP, and with joined emoji. */
final class Phrases {

    private static final List<String> ENGLISH = List.of(
            "good morning everyone ☀️",
            "has anyone tried the Ethiopian beans yet?",
            "lol",
            "same here",
            "Is the shop open on Sunday?",
            "I'll be there in 10 minutes",
            "thanks a lot! 🙏",
            "photos from yesterday: https://example.org/a/7f31",
            "anyone up for a game tonight? ♟️",
            "no idea, ask @petro_shev",
            "that's what I said…",
            "my order arrived broken 😩 what do I do now?",
            "+1",
            "brb",
            "see the pinned message, use /help if lost",
            "Two kilos for 38.50, that's a steal #deal",
            "ok",
            "👍",
            "family photo 👨‍👩‍👧‍👦 finally done",
            "Zoë's café has the naïve barista again 😄");

    private static final List<String> RUSSIAN = List.of(
            "всем привет!",
            "кто сегодня на рынке?",
            "ахаха 😂",
            "а когда доставка?",
            "Спасибо, всё пришло вовремя",
            "не работает кнопка «Купить» 🤔",
            "ок",
            "завтра в семь, как обычно",
            "Сколько стоит пачка на 250 г?",
            "вот ссылка https://example.org/ru/zakaz",
            "ёлки, опять дождь ☔️",
            "согласен");

    private static final List<String> UKRAINIAN = List.of(
            "доброго ранку, друзі 🌻",
            "хто їде на ярмарок?",
            "дякую, кава чудова!",
            "чекаю вже пів години…",
            "так",
            "ні, це не моє замовлення",
            "Скільки коштує доставка до Львова?",
            "🇺🇦🫶");

    private static final List<String> ARABIC = List.of(
            "صباح الخير جميعًا",
            "كم سعر القهوة اليوم؟",
            "شكرًا جزيلًا 🌹",
            "هل وصل الطلب رقم 4417؟",
            "نعم",
            "سأدفع غدًا إن شاء الله",
            "الرابط لا يعمل https://example.org/ar",
            "مرحبًا @nadia_ops، أحتاج مساعدة");

    private static final List<String> HEBREW = List.of(
            "בוקר טוב לכולם",
            "מתי פותחים?",
            "תודה רבה 💙",
            "כמה עולה משלוח לחיפה?",
            "אני בדרך",
            "המחיר הוא \u200E38.50 EUR\u200E, נכון?");

    private static final List<String> PERSIAN =
            List.of("سلام به همه", "قیمت چنده؟", "ممنون 🌷", "می‌خوام دو بسته بخرم", "بله، همین خوبه");

    private static final List<String> SPANISH = List.of(
            "¡buenos días!",
            "¿alguien sabe si hay envío hoy?",
            "jajaja 🤣",
            "mañana paso por la tienda",
            "gracias, llegó perfecto",
            "vale",
            "¿Y el descuento del 10 %?");

    private static final List<String> GERMAN = List.of(
            "Guten Morgen zusammen",
            "Weiß jemand, wann geöffnet wird?",
            "Danke schön!",
            "genau",
            "Ich hätte gern zwei Päckchen, groß bitte",
            "Straßenfest am Samstag 🎪");

    private static final List<String> PORTUGUESE =
            List.of("bom dia pessoal ☕", "alguém já recebeu?", "obrigado!", "não consigo pagar", "até amanhã");

    private static final List<String> SEARCHES =
            List.of("coffee", "кава", "قهوة", "decaf", "tea", "grinder", "café molido", "filters");

    private Phrases() {}

    static String chatter(Dice dice, String language) {
        return dice.pick(
                switch (language) {
                    case "ru" -> RUSSIAN;
                    case "uk" -> UKRAINIAN;
                    case "ar" -> ARABIC;
                    case "he" -> HEBREW;
                    case "fa" -> PERSIAN;
                    case "es" -> SPANISH;
                    case "de" -> GERMAN;
                    case "pt-br" -> PORTUGUESE;
                    default -> ENGLISH;
                });
    }

    static String search(Dice dice) {
        return dice.pick(SEARCHES);
    }
}
