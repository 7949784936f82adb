"""Family names of many origins that are hardly a word or an eponym: a list of our own, far from complete."""

from gateway.recognize.lexicon import listed

SURNAMES = listed(
    """
    abbott abebe abernathy abernethy abreu acevedo acheampong acosta adamczyk adebayo adeyemi adkins
    agarwal agbaje aggarwal aguilar aguirre ahn ainsworth akhtar akinola alarcon alcantara alcott alfaro
    alvarez amato anderson andersson andrade andrews aponte appiah aquino aragon aranda arango araujo
    arce arellano arenas arevalo arias armenta arroyo arsenault asante ashby ashcroft ashworth atkins
    atkinson avalos avila awad ayala ayers azevedo bachman baez bailes bains baird bajwa baldwin ballard
    balogun banerjee banuelos baptiste barajas barbosa barlowe barnhart barragan barraza barrera barreto
    barrientos barrios bartlett basu bauer baumann bautista baxter beasley beauchamp beaudoin beaulieu
    becerra bedard beliveau bellamy beltran benavides benitez benson bergeron berglund berman bermudez
    bernal bernier bertrand betancourt bhatia bhatt bhattacharya bielski birch birnbaum biswas blackburn
    blackwell blackwood blaisdell blanchard blanco blankenship blanton blevins boateng bolanos bolduc
    bonilla booth boucher boudreau boudreaux bourgeois bouvier bowden bowers boyer boyle bradford brandt
    braun briggs brisbane brito brockway brodsky brogan broussard buchanan buckley buckminster bueno
    burbank burgess burke burnett burris burroughs bustamante byrd byrne cabral cabrera caceres
    cadwallader cahill caldera calderon calloway camacho campbell campos canales cantrell cantu carbajal
    cardenas cardona cardoso carey carlson carmichael caron carpio carr carranza carrasco carrera
    carrillo carroll carruthers carvalho casas casillas castaneda castellano castellanos castillo castro
    cathcart cavanaugh cazares ceballos cervantes chacon chadbourne chakraborty chamberlain chamberlin
    chan chang chaudhary chaudhry chaudhuri chavarria chavez cheever cheung chiang childers chinwe
    chisholm cho choi chong choudhury chowdhury christensen christiansen chu chua chukwu chung cintron
    cisneros claiborne clancy clemens clements cochran coleman collier collins compton connolly connors
    contreras conway coolidge corbett cordero cordova cormier cornejo coronado correa cortes cortez
    costa costello cote cotto couture cowan coyle cranston craven crawford crenshaw crespo crosby
    crowell crowley cruz cuevas cummings cunningham curran curry cutler czarnecki d'agostino d'amico
    d'angelo d'souza dagher dahl dalal dalton daly danforth dang daniels danso darby das davenport
    davidson davies davila dawson dearborn dejesus delacroix delacruz delarosa deleon delgado dellinger
    delossantos deluca demarco dempsey dempster denison desai deshmukh desjardins desrosiers devereaux
    devine devries diallo diaz dickerson dickinson dickson dietrich dillard dillon dimaggio dinh
    dinsmore diop dixit dobson dodson doherty dolan dombrowski dominguez donahue donaldson donnelly
    dooley doolittle dorsey dougherty duarte dube dubey dubois dudley duffy dufresne dugan dumont dunbar
    dunham dunlap dunn duong duplessis duran dutta duval dwyer dykstra eastman eaton echeverria edwards
    ekström eldridge ellison ellsworth endicott engstrom enriquez ericsson eriksen escobar escobedo
    esparza espinal espinosa espinoza esposito esquivel estes estrada evans fairbanks fairfax farias
    farley farnsworth farooq farrell faulkner favreau feldman feliciano fenton fernandes fernandez
    ferrari ferreira ferrer ferris fessenden figueroa fischer fitzgerald fitzpatrick flaherty flanagan
    florez flynn fogg fonseca fontaine fontenot forsyth fortin foy fraga franco frantz fredericks
    freitas frey fritsch frye fuentes fujimoto fujita fukuda fullerton gaffney gagne gagnon gaines
    galarza galindo gallagher gallardo gallegos galloway galvan galvez gamboa gamez gandhi gannon garay
    garcia garg garibay garner garrison garza gaspar gauthier geiger gentry gerhardt ghosh gibbons giles
    gillespie gilman gilmore giordano giraldo girard giroux godinez goff goldberg goldstein gomes gomez
    gonsalves gonzales gonzalez goodhue goodrich goodwin gorham gould goulet goyal grabowski granados
    greco greenberg greenwood gregg grenier griffith grimes grossman guerin guerra guerrero guevara
    guidry guillen gunderson gupta gustafson gutierrez guzman haas haddad hagan haggerty hahn halloran
    hamlin hanley hanlon hannon hanson haque hardin hardwick hargrove harkness harmon harrell hartley
    hartwell hashmi hastings hatfield hathaway hathorne hawthorne hayashi hayes haynes hazelton healy
    hebert hedrick hendricks hendrickson hendrix hennessey hennessy henriquez hensley henson hernandez
    herrera herring herrmann hess hewitt hidalgo higgins hinojosa hinton hirsch hoang hobbs hodges hoff
    hogan holcomb holden holguin holland hollingsworth holloway holman holt hopkins hopper horton
    horvath hossain hotchkiss howe hsieh hsu huang hubbard huerta huffman huggins hughes hundley hurley
    hurst hurtado hussain hutchins huynh ibarra imai ingersoll inoue iqbal irizarry irwin islam ito iyer
    jackman jacobs jacobsen jacobson jaffe jain jamison jankowski janssen jara jeffries jenkins jensen
    jernigan jha jimenez johansen johansson johns johnson johnston jorgensen joshi juarez kaczmarek
    kamara kaminski kane kang kaplan kapoor karlsson kaufman kaur keane kearney keating keefe kelley
    kemp kenney kenyon khan khanna khatri kiefer kilgore kimball kimura kincaid kinney kirkland
    kirkpatrick kirkwood kline knapp kobayashi koehler kolb konate kovac kovacs kowalczyk kowalski
    kozlowski kramer kraus krause krishnan krueger kruger kuhn kulkarni kuznetsov kwan kwon labelle
    lachlan lacroix lafleur lam lancaster landry langdon langford langley langlois lapointe larkin
    larose larsen larson lathrop laughlin lavigne lavoie lawson leblanc leclair leclerc ledford leduc
    legault leger lehman leighton lemieux lennon lentz leong lessard levesque levin lewandowski liang
    liao lim lin lindberg lindgren lindholm lindstrom linton littleton livingston lockhart lombardi
    lombardo londono loomis lopes lopez lorenz lott lovejoy lovell lowery lozano luce lucero lugo lujan
    lund lundgren lundquist luong lyons macalister macdonald machado macias mackinnon maclean macleod
    madden madera madrigal madsen magana maguire mahajan mahoney maier maldonado malhotra mallard malloy
    malone maloney mancini mancuso maravilla marchand marchetti marino markham marquez marrero marroquin
    martel martell martinez martins mata mathews mathis mathur matos matsumoto matthews mattson mayhew
    maynard mazur mcafee mcallister mcbride mccabe mccain mccall mccann mccarthy mccarty mcclain
    mcclellan mcclure mcconnell mccormack mccormick mccoy mccray mccullough mcdaniel mcdermott mcdowell
    mcfadden mcfarland mcgee mcgovern mcgowan mcgraw mcgregor mcguire mcintosh mcintyre mckay mckee
    mckinley mckinney mcknight mclain mclaughlin mclean mcleod mcmahon mcmillan mcnally mcnamara mcneil
    mcneill mcqueen mcrae meade medeiros medina mehta mejia melendez melgar mello melton mendes mendez
    mendoza menendez menon mensah meraz mercado mercier merrill merriweather metcalf meyers michaud
    mickelson middleton milano milner minaya mishra mistry mitra miyamoto molina monahan montalvo
    montano montenegro montero montes montoya mooney mora morales moran moreau moreira moreno moretti
    mori morin morrison morrissey morrow mosley mota mukherjee mulcahy mullen mulligan mullins mulvaney
    muniz munoz murillo myers nadeau nagy nair najera nakamura nakano napier naranjo narayan narayanan
    nava navarrete navarro nazario neff negron nettleton neumann newell ngo nichols nicholson nickerson
    nielsen nielson nieto niles nordstrom norris northrup norton novak nowak nowicki nunes nunez nwosu
    nygaard o'brien o'connell o'connor o'donnell o'hara o'keefe o'leary o'malley o'neal o'neill o'reilly
    o'rourke o'sullivan o'toole oakley obi obrien ocampo ochoa oconnell oconnor odom odonnell ogden
    ogunleye ohara okafor okeefe okeke okonkwo okoro oldham olivares oliveira olsen olson olszewski
    oneal oneill ong onyango oquendo orellana orozco ortega ortiz osborn osborne osei osorio ospina
    ostrowski otero ouellette owens owusu pacheco paddock padilla palacios pandey pantoja paquette
    paradis paredes parekh parikh parrott pascual patel paterson patil patino patterson patton paulson
    pawlak peabody pedersen pellegrino pelletier pena penaloza pendergast pendleton peralta perdomo
    pereira perez perkins perrault perreault persaud persson pestana peters petersen peterson petrov
    pettit pham phan phelps phillips phipps pichardo pickering pickett piekarski pillai pimentel pineda
    pinto pinzon pires pittman plante platt poirier polanco pomeroy ponce popov poulin powell prado
    prasad prather prescott proulx provost prudhomme pruitt puente puga pugh pulido purcell puri putnam
    quach quan quarles quezada quigley quinones quintana quintero quiroga quiroz radcliffe rahman rai
    ramachandran ramirez ramos ramsey rangel rao rashid rasmussen ratliff rawlings reddy redfern redmond
    reese reilly reinhardt renaud renteria resendiz restrepo reyes rhee ribeiro richards richmond riddle
    riggs rinaldi rincon rios ritchie rivas rivera rizzo robbins roberts robinson robles robson rocha
    rockwell rodgers rodrigues rodriguez rogers rojas roldan rolfe rollins romano romero romo rooney
    roque rosado rosales rosenbaum rosenberg rosenthal rossi rothschild rousseau rubio ruggiero ruiz
    russo rutherford rutledge saavedra sadler saenz saha sahin sahni salas salazar salcedo saldana
    salgado salinas samaniego samuels sanabria sanchez sandberg sanderson sandoval sanford santana
    santoro sargent sarkar sasaki sato saucedo sauer saunders savard savoy sawicki sawtelle saxena
    schaefer schafer schmid schmitt schmitz schneider schofield schreiber schroeder schubert schultz
    schulz schulze schumacher schuster schuyler schwartz scoggins seaton sedano segura seitz sengupta
    sepulveda serna serrano sethi severson sewall sewell shaffer shah shaikh shapiro sharma shaughnessy
    shaw shea sheffield sheikh shen shepard sheppard shetty shields shim shimizu shukla siddiqui sidhu
    siegel sikorski silva silveira simard simms simpson sinclair sinha skaggs skidmore soares sobczak
    sokolov solano soliman solis somerset soni sorensen soriano sosa sotelo soto sousa souza spaulding
    spellman spivey spofford srinivasan stafford stahl stanhope stanwood stapleton steiner stephens
    stephenson stetson stevenson stinson stjohn stockwell stoddard stoltz stoner strathmore strickland
    stroud suarez subramanian sumner sutherland suzuki svensson swanson sweeney sykes szabo szymanski
    tabor takahashi talbot tamayo tanaka tang tapia tarkington teixeira tejada tellez tenney tessier
    thao thapa thayer theriault thibault thibodeau thibodeaux thomson thorndike thornton thorpe
    throckmorton tibbetts tierney tilley timmons toledo tolentino toomey torres tovar townsend trahan
    tran treadwell tremblay trevino trinh trivedi trotter trowbridge trujillo truong tsai tseng tucci
    turcotte tuttle twombly tyndall uddin ueda ulloa upton urbina uribe urrutia valdes valdez valencia
    valentine valenzuela valladares valle vallejo vallejos vanderbilt vandermeer vanderveen vandyke vang
    varela vargas varghese varma vasquez vaughan vazquez vega velasco velasquez velazquez velez venegas
    venkataraman verma vickers viera vigil villa villalobos villanueva villareal villarreal villasenor
    villegas vogel volkov waddell wadsworth waggoner wainwright wakefield walden walsh walters wang
    warburton watanabe waterman watkins watts weatherby webster weinberg weiner weinstein welsh
    wentworth westbrook wetherbee whalen wheatley whitaker whitcombe whitfield whiting whitlock
    whittaker whittemore wiggins wigglesworth wilbanks wilcox wilder wilkerson wilkins wilkinson willett
    williamson winchester windham winfield winkler winthrop witherspoon wojcik wolcott wolfson wong woo
    woodall woodard woodbury wooten worthington worthy wozniak wyman wynn xiong yadav yamada yamaguchi
    yamamoto yanez yang yao yardley ybarra yeager yee yilmaz yim yoder yoo yoon yoshida youssef yuan
    yuen yun zaidi zajac zamora zaragoza zavala zayas zelaya zeller zepeda zhang zhao zheng zhou zhu
    ziegler zielinski zimmerman zuniga
    """
)
