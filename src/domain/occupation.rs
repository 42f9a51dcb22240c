//! What people live by, and who said so: a fund may be for tobacco farm workers only, and then it matters on
//! whose word somebody is one.

use super::code_list;

code_list! {
    /// What somebody lives by.
    pub enum Occupation = "occupation" {
        /// Runs a warung.
        WarungKeeper = "warung_keeper",
        /// Serves in a warung.
        WarungHelper = "warung_helper",
        /// Sells while walking or riding about.
        StreetVendor = "street_vendor",
        /// Sells on a market.
        MarketTrader = "market_trader",
        /// Works land of their own or on lease.
        Farmer = "farmer",
        /// Works other people's land.
        FarmWorker = "farm_worker",
        /// Works on other people's tobacco.
        TobaccoFarmWorker = "tobacco_farm_worker",
        /// Keeps cattle, goats or poultry.
        LivestockKeeper = "livestock_keeper",
        /// Fishes.
        Fisher = "fisher",
        /// Dries, smokes or sells fish.
        FishProcessor = "fish_processor",
        /// Makes salt.
        SaltFarmer = "salt_farmer",
        /// Builds.
        Builder = "builder",
        /// Makes things by hand.
        Craftsperson = "craftsperson",
        /// Drives people or goods.
        Driver = "driver",
        /// Carries people on a motorcycle.
        MotorcycleTaxiRider = "motorcycle_taxi_rider",
        /// Rows or steers a boat for people and goods.
        Boatman = "boatman",
        /// Carries loads.
        Porter = "porter",
        /// Works in other people's homes.
        DomesticWorker = "domestic_worker",
        /// Teaches children to recite.
        ReligiousTeacher = "religious_teacher",
        /// Anything else.
        Other = "other",
    }
}

code_list! {
    /// Where an occupation is known from.
    pub enum OccupationSource = "occupation_source" {
        /// The village's enumeration.
        VillageEnumeration = "village_enumeration",
        /// The identity card.
        IdentityCard = "identity_card",
        /// The worker's own word.
        SelfStated = "self_stated",
        /// The social registry.
        Dtsen = "dtsen",
        /// A list of another office, such as the agriculture office's of tobacco farm workers.
        OfficeList = "office_list",
    }
}
