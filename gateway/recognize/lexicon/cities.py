"""Cities and towns by name, in the United States and abroad: a list of our own, far from complete."""

_NAMES = """
    abuja | accra | addis ababa | akron | albany | albuquerque | aleppo | alexandria | algiers |
    allentown | amarillo | amman | amsterdam | anaheim | anchorage | ankara | ann arbor | annapolis |
    antioch | appleton | arlington | arvada | asheville | athens | atlanta | atlantic city | auburn |
    auckland | augusta | aurora | austin | baghdad | bakersfield | baltimore | bangalore | bangkok |
    bangor | barcelona | basra | baton rouge | bayonne | beaumont | bedford | beijing | beirut |
    belgrade | bellevue | bellingham | berkeley | berlin | bethlehem | biddeford | billings | biloxi |
    binghamton | birmingham | bismarck | bloomington | boca raton | bogota | boise | boston | boulder |
    bowling green | bozeman | brattleboro | bridgeport | brisbane | bristol | brockton | brookline |
    brooklyn | brownsville | brunswick | brussels | bucharest | budapest | buenos aires | buffalo |
    burbank | burlington | busan | butte | cairo | calgary | cambridge | camden | canton | cape coral |
    cape town | caracas | carrollton | carson city | casablanca | casper | cebu | cedar rapids |
    chandler | charleston | charlotte | charlottesville | chattanooga | chelsea | chennai | cherry hill
    | chesapeake | cheyenne | chicago | chicopee | chula vista | cincinnati | clarksville | clearwater |
    cleveland | coeur d'alene | college station | cologne | colombo | colorado springs | columbia |
    columbus | concord | copenhagen | coral springs | corona | corpus christi | corvallis | costa mesa |
    council bluffs | cranston | da nang | dakar | dallas | damascus | danbury | danvers | davao |
    davenport | dayton | daytona beach | dearborn | decatur | delhi | denton | denver | des moines |
    detroit | dhaka | doha | dover | dubai | dublin | dubuque | duluth | durban | durham | eau claire |
    edinburgh | edmonton | el cajon | el paso | elgin | elizabeth | elk grove | elmira | englewood |
    erie | escondido | eugene | evanston | evansville | everett | exeter | fairbanks | fairfield | fall
    river | fargo | fayetteville | fitchburg | flagstaff | flint | fontana | fort collins | fort
    lauderdale | fort myers | fort smith | fort wayne | fort worth | framingham | frankfurt | frederick
    | fremont | fresno | frisco | fullerton | gainesville | galveston | garden grove | gary | gastonia |
    geneva | glasgow | glendale | gloucester | grand forks | grand junction | grand rapids | great falls
    | greeley | green bay | greensboro | greenville | greenwich | guadalajara | guangzhou | guayaquil |
    gulfport | hackensack | hagerstown | halifax | hamburg | hampton | hanoi | hanover | harare |
    hargeisa | harlem | harrisburg | hartford | hattiesburg | havana | haverhill | hayward | helena |
    helsinki | henderson | hialeah | high point | hillsboro | ho chi minh city | hoboken | hollywood |
    holyoke | hong kong | honolulu | houston | huntington beach | huntsville | hyderabad | idaho falls |
    independence | indianapolis | inglewood | iowa city | irvine | irving | isfahan | islamabad |
    istanbul | ithaca | jackson | jacksonville | jakarta | jeddah | jefferson city | jersey city |
    jerusalem | johannesburg | johnson city | joliet | jonesboro | joplin | juarez | juneau | kabul |
    kalamazoo | kampala | kandahar | kansas city | karachi | kathmandu | kennewick | kenosha | kharkiv |
    kiev | killeen | kingston | kinshasa | kissimmee | knoxville | kolkata | krakow | kuala lumpur |
    kumasi | kyiv | kyoto | la crosse | lafayette | lagos | lahore | lake charles | lakeland | lakewood
    | lancaster | lansing | laredo | las cruces | las vegas | lawrence | lawton | lebanon | leeds |
    leominster | lewiston | lexington | lima | lincoln | lisbon | little rock | liverpool | london |
    long beach | longmont | longview | los angeles | louisville | lowell | luanda | lubbock | lusaka |
    lviv | lynchburg | lynn | macon | madison | madrid | malden | managua | manchester | manila |
    marietta | mayaguez | mcallen | mckinney | medellin | medford | melbourne | memphis | meriden | mesa
    | mesquite | mexico city | miami | midland | milan | milford | milwaukee | minneapolis | minsk |
    missoula | mobile | modesto | mogadishu | moline | mombasa | monroe | monterrey | montgomery |
    montpelier | montreal | moreno valley | morgantown | moscow | mosul | mumbai | muncie | munich |
    murfreesboro | muskegon | nairobi | nampa | naperville | naples | nashua | nashville | natick |
    needham | new bedford | new britain | new delhi | new haven | new london | new orleans | new
    rochelle | newark | newburyport | newport | newport news | newton | niagara falls | norfolk | norman
    | north charleston | norwalk | norwich | oakland | oaxaca | oceanside | odesa | odessa | ogden |
    oklahoma city | olympia | omaha | ontario | orlando | osaka | oshkosh | oslo | ottawa | overland
    park | oxnard | palm springs | palmdale | palo alto | paris | pasadena | passaic | paterson |
    pawtucket | peabody | pembroke pines | pensacola | peoria | perth | philadelphia | phnom penh |
    phoenix | pittsburgh | pittsfield | plano | plattsburgh | plymouth | pocatello | pomona | pompano
    beach | ponce | port arthur | port-au-prince | portland | porto | portsmouth | poughkeepsie | prague
    | providence | provo | puebla | pueblo | pune | quebec city | quincy | quito | racine | raleigh |
    rancho cucamonga | rapid city | reading | redding | redmond | reno | renton | revere | richardson |
    richmond | rio de janeiro | riverside | riyadh | roanoke | rochester | rockford | rockville | rome |
    roseville | roswell | rotterdam | round rock | rutland | sacramento | saginaw | saigon | salem |
    salinas | salt lake city | san angelo | san antonio | san bernardino | san diego | san francisco |
    san jose | san juan | san mateo | san salvador | santa ana | santa barbara | santa clara | santa
    cruz | santa fe | santa monica | santa rosa | santiago | santo domingo | sao paulo | sarajevo |
    sarasota | savannah | schenectady | scottsdale | scranton | seattle | seoul | seville | shanghai |
    shenzhen | shreveport | singapore | sioux city | sioux falls | sofia | somerville | south bend |
    spartanburg | spokane | springfield | st louis | st paul | st petersburg | stamford | stockholm |
    stockton | sunnyvale | sydney | syracuse | tacoma | taipei | tallahassee | tampa | taunton |
    tegucigalpa | tehran | tel aviv | temecula | tempe | terre haute | thessaloniki | thousand oaks |
    tijuana | tokyo | toledo | topeka | toronto | torrance | trenton | troy | tucson | tulsa | tunis |
    tuscaloosa | tyler | utica | vacaville | vallejo | vancouver | ventura | vero beach | victorville |
    vienna | vientiane | virginia beach | visalia | waco | waltham | warsaw | warwick | washington |
    waterbury | waterloo | waterville | waukesha | wausau | west palm beach | westfield | wheeling |
    wichita | wichita falls | wilkes-barre | williamsburg | wilmington | winnipeg | winooski |
    winston-salem | woburn | woonsocket | worcester | yakima | yangon | yonkers | york | youngstown |
    yuma | zagreb | zurich
"""

CITIES = frozenset(" ".join(name.split()) for name in _NAMES.split("|"))
