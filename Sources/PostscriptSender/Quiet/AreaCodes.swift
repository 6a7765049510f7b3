/// Where people may be: the time zones of the area codes and states of North America.
///
/// A code or state that lies in two zones is listed in both. New codes come every year; one that isn't
/// here counts as any place of the mainland.
enum AreaCodes {
  /// The zones of all that is listed.
  static let zones = Array(Set(table.map(\.zone))).sorted()

  /// Where nothing tells.
  static let mainland = [
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
  ]

  /// The zones in which a person may be.
  static func places(phone: String?, state: String?) -> [String] {
    var places: Set<String> = []
    if let phone, phone.hasPrefix("+1"), let code = Int(phone.dropFirst(2).prefix(3)) {
      places.formUnion(byCode[code] ?? [])
    }
    if let state { places.formUnion(byState[state] ?? []) }
    return places.isEmpty ? mainland : places.sorted()
  }

  private static let byCode: [Int: [String]] = table.reduce(into: [:]) { codes, row in
    for code in row.codes { codes[code, default: []].append(row.zone) }
  }
  private static let byState: [String: [String]] = table.reduce(into: [:]) { states, row in
    for state in row.states.split(separator: " ") {
      states[String(state), default: []].append(row.zone)
    }
  }

  private static let table: [(zone: String, states: String, codes: [Int])] = [
    (
      "America/New_York",
      "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC TN VA VT WV ON QC",
      [
        203, 475, 860, 959, 202, 771, 302, 239, 305, 321, 324, 352, 386, 407, 561, 645, 656, 689,
        727, 728, 754, 772, 786, 813, 863, 904, 941, 954, 850, 448, 229, 404, 470, 478, 678, 706,
        762, 770, 912, 943, 260, 317, 463, 574, 765, 812, 930, 502, 606, 859, 270, 364, 339, 351,
        413, 508, 617, 774, 781, 857, 978, 227, 240, 301, 410, 443, 667, 207, 231, 248, 269, 313,
        517, 586, 616, 679, 734, 810, 906, 947, 989, 252, 336, 472, 704, 743, 828, 910, 919, 980,
        984, 603, 201, 551, 609, 640, 732, 848, 856, 862, 908, 973, 212, 315, 329, 332, 347, 363,
        516, 518, 585, 607, 624, 631, 646, 680, 716, 718, 838, 845, 914, 917, 929, 934, 216, 220,
        234, 283, 326, 330, 380, 419, 436, 440, 513, 567, 614, 740, 937, 215, 223, 267, 272, 412,
        445, 484, 570, 582, 610, 717, 724, 814, 835, 878, 401, 803, 821, 839, 843, 854, 864, 423,
        865, 276, 434, 540, 571, 686, 703, 757, 804, 826, 948, 802, 304, 681, 226, 249, 289, 343,
        365, 382, 416, 437, 519, 548, 613, 647, 683, 705, 742, 753, 807, 905, 942, 263, 273, 354,
        367, 418, 438, 450, 468, 514, 579, 581, 819, 873,
      ]
    ),
    (
      "America/Chicago",
      "AL AR FL IA IL IN KS KY LA MI MN MO MS ND NE OK SD TN TX WI MB ON",
      [
        205, 251, 256, 334, 659, 938, 327, 479, 501, 870, 448, 850, 319, 515, 563, 641, 712, 217,
        224, 309, 312, 331, 447, 464, 618, 630, 708, 730, 773, 779, 815, 847, 861, 872, 219, 812,
        930, 316, 620, 785, 913, 270, 364, 225, 318, 337, 457, 504, 985, 218, 320, 507, 612, 651,
        763, 924, 952, 235, 314, 417, 557, 573, 636, 660, 816, 975, 228, 601, 662, 769, 701, 308,
        402, 531, 405, 539, 572, 580, 918, 605, 615, 629, 731, 901, 931, 423, 210, 214, 254, 281,
        325, 346, 361, 409, 430, 432, 469, 512, 682, 713, 726, 737, 806, 817, 830, 832, 903, 936,
        940, 945, 956, 972, 979, 262, 274, 353, 414, 534, 608, 715, 920, 906, 204, 431, 584, 807,
      ]
    ),
    (
      "America/Denver", "CO ID KS MT ND NE NM OR SD TX UT WY AB BC",
      [
        303, 719, 720, 970, 983, 208, 986, 406, 505, 575, 385, 435, 801, 307, 915, 308, 605, 620,
        701, 748, 775, 785, 541, 458, 368, 403, 587, 780, 825, 250,
      ]
    ),
    ("America/Phoenix", "AZ", [480, 520, 602, 623, 928]),
    (
      "America/Los_Angeles", "CA ID NV OR WA BC",
      [
        209, 213, 279, 310, 323, 341, 350, 357, 369, 408, 415, 424, 442, 510, 530, 559, 562, 619,
        626, 628, 650, 657, 661, 669, 707, 714, 738, 747, 760, 805, 818, 820, 831, 837, 840, 858,
        909, 916, 925, 949, 951, 702, 725, 775, 458, 503, 541, 971, 206, 253, 360, 425, 509, 564,
        208, 986, 236, 250, 257, 604, 672, 778,
      ]
    ),
    ("America/Anchorage", "AK", [907]),
    ("Pacific/Honolulu", "HI", [808]), ("Pacific/Guam", "GU MP", [670, 671]),
    ("Pacific/Pago_Pago", "AS", [684]),
    ("America/Halifax", "NB NS PE NL", [428, 506, 782, 902, 709, 879]),
    ("America/St_Johns", "NL", [709, 879]),
    ("America/Regina", "SK", [306, 474, 639]),
    ("America/Whitehorse", "YT NT NU", [867]),
    ("America/Puerto_Rico", "PR VI", [787, 939, 340]),
  ]
}
