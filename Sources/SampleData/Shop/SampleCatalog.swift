/// The words of the sample shop: chosen for what they do to careless CSV readers.
enum SampleCatalog {
  struct Product {
    let title: String
    let sku: String
    /// In hundredths.
    let price: Int
    let vendor: String
  }

  static let products: [Product] = [
    Product(
      title: "Tee \"Classic\", Black / M",
      sku: "TEE-BLK-M",
      price: 2_400,
      vendor: "Northline"
    ),
    Product(
      title: "Tee \"Classic\", White / L",
      sku: "TEE-WHT-L",
      price: 2_400,
      vendor: "Northline"
    ),
    Product(
      title: "Crème Brûlée Candle — 8 oz",
      sku: "CND-CB-8",
      price: 3_200,
      vendor: "Lumière & Co."
    ),
    Product(title: "5\" Cast-Iron Skillet", sku: "SKL-05", price: 4_995, vendor: "Forge, Inc."),
    Product(title: "Kimchi 김치 Starter Kit", sku: "KIM-001", price: 3_850, vendor: "서울 Pantry"),
    Product(title: "Wool Socks (3-pack)", sku: "SOC-3", price: 1_899, vendor: "Northline"),
    Product(title: "Gift Card; $25", sku: "GC-25", price: 2_500, vendor: "Sample Shop"),
    Product(title: "Rain Jacket\tPackable", sku: "JKT-RN", price: 11_900, vendor: "Northline"),
    Product(title: "Dog Bowl 🐶 Large", sku: "DOG-L", price: 2_250, vendor: "Paws' Own"),
    Product(title: "Notebook, A5, dotted", sku: "NTB-A5", price: 1_450, vendor: "Paper \\ Ink"),
    Product(title: "Enamel Mug", sku: "=MUG-01", price: 1_800, vendor: "Northline"),
    Product(title: "Trail Mix 1 kg", sku: "MIX-1KG", price: 1_275, vendor: "Forge, Inc."),
  ]

  static let firstNames = [
    "Ava", "Ben", "Chloé", "D'Arcy", "Elif", "Farid", "Grace", "Hiro", "Inés", "Jürgen", "Kofi",
    "Łucja", "Mei", "Noor", "Olga", "Priya",
  ]
  static let lastNames = [
    "Smith", "O'Neil", "García", "Müller", "Nguyễn", "Kowalski", "Smith, Jr.", "van der Berg",
    "山田", "Brown", "Johnson", "Patel", "Silva", "Olsen", "Cohen", "Diallo",
  ]

  struct Town {
    let city: String
    let province: String
    let provinceName: String
    let country: String
    let zip: String
  }

  static let places: [Town] = [
    Town(
      city: "Boston",
      province: "MA",
      provinceName: "Massachusetts",
      country: "US",
      zip: "'02134"
    ),
    Town(city: "Austin", province: "TX", provinceName: "Texas", country: "US", zip: "'78701"),
    Town(
      city: "San José",
      province: "CA",
      provinceName: "California",
      country: "US",
      zip: "95112"
    ),
    Town(
      city: "St. Paul, East",
      province: "MN",
      provinceName: "Minnesota",
      country: "US",
      zip: "55106"
    ),
    Town(city: "Montréal", province: "QC", provinceName: "Québec", country: "CA", zip: "H2X 1Y4"),
    Town(city: "Zürich", province: "", provinceName: "", country: "CH", zip: "8001"),
    Town(city: "東京", province: "JP-13", provinceName: "Tōkyō", country: "JP", zip: "'150-0001"),
  ]

  static let streets = ["1 Main St", "22 Elm Ave, Apt 4", "5 \"The Mews\"", "99 Rue Saint-Denis"]

  static let notes = [
    "Leave at the door.\nThanks, \"B\"", "gift, please wrap", "Line one\r\nLine two\r\n",
    "=HYPERLINK(\"x\")", "Call me: 555-0100", "🎁 Überraschung!",
  ]

  static let tags = [
    "VIP", "first-order", "wholesale, net-30", "subscription", "Gift 🎁", "say \"hi\"",
  ]

  static let gateways = ["shopify_payments", "paypal", "manual", "shop_cash", "gift_card"]
  static let sources = ["web", "web", "web", "shopify_draft_order", "pos", "iphone", "580111"]
}
