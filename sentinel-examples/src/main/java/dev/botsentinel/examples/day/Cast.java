package dev.botsentinel.examples.day;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who is in the day. A larger day has the whole cast several times over, as districts: each with its own people and
 * rooms, on the same clock. Ids depend on the district alone, not on the seed, so that a policy can name them.
 */
final class Cast {

    /** Customers have an account with the bot; the rest of the crowd only looks around. */
    static final int CUSTOMERS = 32;

    static final int SWARM = 60;

    private static final int IDS_PER_DISTRICT = 200;
    private static final int FIRST_LEAD = 50;
    private static final int FIRST_OF_SWARM = 100;

    /** First name, last name, username, language; a premium user has a star. */
    private static final List<String> CROWD = List.of(
            "Amelia|Hart|amelia_hart|en",
            "Oliver|Grant||en",
            "Иван|Соколов|vanya_sok|ru",
            "Марія|Бондар|marichka_b|uk*",
            "أحمد|الحسن|ahmad_hsn|ar",
            "נועה|לוי|noa_levi|he",
            "Lucía|Ortega|lu_ortega|es*",
            "Jürgen|Weiß|j_weiss|de",
            "Петро|Шевчук|petro_shev|uk",
            "Zoë|||en",
            "Анна|Кузнецова|anya_kuz|ru*",
            "فاطمة||fatima_zz|ar",
            "João|Pereira|jpereira|pt-br",
            "زهرا|کریمی||fa",
            "Liam|O'Neill|liam_on|en",
            "Дмитрий||dimon_77|ru",
            "Sofía|Ramos||es",
            "Оксана|Мельник|oksana_m|uk",
            "יוסי|כהן|yossi_c|he",
            "Emily 🌸||emily_blooms|en*",
            "Сергей|Волков|s_volkov|ru",
            "محمد|علي|mo_ali|ar",
            "Greta|Schäfer|greta_s|de",
            "Noah|Clarke|noahc|en",
            "Катя||katya_kat|ru",
            "Mateo|Gil|mateo_gil|es",
            "علی|رضایی|ali_rz|fa",
            "Beatriz|Lima|bialima|pt-br*",
            "Тарас|Гнатюк||uk",
            "Harper|Lee Jr.|harper_l|en",
            "ليلى|منصور|layla_m|ar*",
            "Игорь|Ким|igor_kim|ru",
            "Ava|Stone||en",
            "Андрій|Коваль|andriy_k|uk",
            "Елена||lenka_lena|ru",
            "Diego||diego_d|es",
            "דנה||dana_dd|he",
            "Max|Vogel|max_vogel|de",
            "𝓢𝓪𝓶||sam_fancy|en",
            "Наталія|Ткач|nata_tkach|uk");

    /** One person for each part that gets written for; see the README beside the recorded day. */
    record Leads(
            Person admin,
            Person support,
            Person flooder,
            Person hopper,
            Person intruder,
            Person guest,
            Person stale,
            Person banned,
            Person photographer,
            Person merchant,
            Person channelOwner,
            Person smuggler,
            Person guesser,
            Person player,
            Person rambler) {}

    private final int district;
    private final Room.MessageIds botWideIds = new Room.MessageIds(48_200);
    private final List<Person> crowd;
    private final List<Person> swarm;
    private final Leads leads;
    private final Room market;
    private final Room neighbours;
    private final Room chessAsGroup;
    private final Room chess;
    private final Room news;
    private final Room ownersChannel;
    private final Room workshop;
    private Room chessNow;

    Cast(int district) {
        this.district = district;
        crowd = IntStream.range(0, CROWD.size())
                .mapToObj(i -> parse(i, CROWD.get(i)))
                .toList();
        swarm = IntStream.range(0, SWARM).mapToObj(this::swarmAccount).toList();
        leads = new Leads(
                lead(0, "Nadia|Haddad|nadia_ops|en*"),
                lead(1, "Тимур|Асанов|timur_help|ru"),
                lead(2, "Rocco||rocco_rolls|es"),
                lead(3, "hopper||hop_hop_hop|en"),
                lead(4, "Viktor|Kane|vkane_x|en"),
                lead(5, "Guest|Newman||en"),
                lead(6, "Stella|Alt|stella_alt|de"),
                district == 0 ? person(666, "Lou|Cypher|lou_cypher|en") : lead(7, "Lou|Cypher|lou_cypher|en"),
                lead(8, "Фотіна|Лиса|foto_lysa|uk*"),
                lead(9, "Marco|Bean|marco_beans|en*"),
                lead(10, "Чернетка|Ю.|yu_drafts|uk"),
                lead(21, "Piotr|Przemyt|piotr_pics|pl"),
                lead(22, "Gus|Raten|gus_raten|de"),
                lead(23, "Оля|Щаслива|olya_luck|uk"),
                lead(24, "Rhoda|Walker|rhoda_walks|en"));
        market = supergroup(11, "☕ Kestrel Market", "kestrel_market");
        neighbours = supergroup(12, "Сусіди / Neighbours / جيران", "");
        chess = supergroup(13, "Chess & Coffee", "");
        chessAsGroup = Room.named(-4_021_337L - district, "group", "Chess & Coffee", "", botWideIds);
        chessNow = chessAsGroup;
        news = channel(14, "Kestrel News 📰", "kestrel_news");
        ownersChannel = channel(15, "Чернетки", "chernetky");
        workshop = supergroup(16, "Roasters' Workshop", "").asForum();
    }

    private Person swarmAccount(int number) {
        return parse(FIRST_OF_SWARM + number, "user" + (73_051 + number * 37) + "|||en");
    }

    private Person lead(int number, String card) {
        return parse(FIRST_LEAD + number, card);
    }

    private Person parse(int slot, String card) {
        return person(scattered(slot), card);
    }

    private Person person(long id, String card) {
        String[] fields = card.split("\\|", -1);
        String language = fields[3].replace("*", "");
        String username = fields[2].isEmpty() || district == 0 ? fields[2] : fields[2] + "_" + district;
        return new Person(id, false, fields[0], fields[1], username, language, fields[3].endsWith("*"));
    }

    private Room supergroup(int slot, String title, String username) {
        return Room.named(chatId(slot), "supergroup", title, publicName(username), new Room.MessageIds(7_000 * slot));
    }

    private Room channel(int slot, String title, String username) {
        return Room.named(chatId(slot), "channel", title, publicName(username), new Room.MessageIds(300 * slot));
    }

    private String publicName(String username) {
        return username.isEmpty() || district == 0 ? username : username + "_" + district;
    }

    private long chatId(int slot) {
        return -1_000_000_000_000L - scattered(FIRST_LEAD + slot);
    }

    /** Spreads slots over the range of real user ids without a collision: the factor and the modulus are coprime. */
    private long scattered(int slot) {
        long number = 1L + (long) district * IDS_PER_DISTRICT + slot;
        return 100_000_000L + number * 2_654_435_761L % 7_000_000_000L;
    }

    int district() {
        return district;
    }

    List<Person> crowd() {
        return crowd;
    }

    List<Person> customers() {
        return crowd.subList(0, CUSTOMERS);
    }

    List<Person> swarm() {
        return swarm;
    }

    Leads leads() {
        return leads;
    }

    /** The rooms a person of the crowd talks in; everybody is in the market. */
    List<Room> roomsOf(Person person) {
        List<Room> rooms = new ArrayList<>(List.of(market, market));
        rooms.add(crowd.indexOf(person) % 2 == 0 ? neighbours : chessNow);
        return rooms;
    }

    Room market() {
        return market;
    }

    Room neighbours() {
        return neighbours;
    }

    Room chessAsGroup() {
        return chessAsGroup;
    }

    Room chess() {
        return chess;
    }

    /** From now on the chess club meets in the supergroup that its basic group has become. */
    void moveChess() {
        chessNow = chess;
    }

    Room news() {
        return news;
    }

    Room ownersChannel() {
        return ownersChannel;
    }

    /** A forum: its messages are in topics. */
    Room workshop() {
        return workshop;
    }

    Room privateRoom(Person person) {
        return Room.privateWith(person, botWideIds);
    }
}
