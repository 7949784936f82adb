"""Given names of many origins, and which names stand for which: lists of our own, far from complete."""

from gateway.recognize.lexicon import listed

_FORMAL = listed(
    """
    aaliyah aaron abby abdel abdi abdirahman abdou abdul abdullah abdullahi abe abel abena abigail
    abiodun abla abraham achieng ada adaeze adam ade adela adelaide adele adelina adeline ademola aditi
    aditya adnan adolfo adrian adriana adunni adwoa afia agatha agnes agnieszka agustin ahmad ahmed
    ahmet aida aidan aiden aileen aimee ainhoa aisha akash akiko akil akira akua alain alan alana alanna
    albert alberto albin aldo alec alejandra alejandro aleksandr aleksandra alessandra alessandro
    alessia alex alexa alexander alexandra alexandre alexandria alexei alexis alfonso alfred alfreda
    alfredo algernon ali alice alicia alina alisa alisha alison alistair aliya aliyah alla allan allegra
    allen allison alma alphonse alphonso altagracia althea alvaro alvin alvina alyssa ama amadi amadou
    amalia amanda amani amara amari amaya amber ambrose amelia amelie amina aminata amir amit amos amy
    ana anabel anais anand ananya anastasia anatoly anaya anders andre andrea andreas andrei andres
    andrew andrzej andy angela angelina angelique angelo angie anika anil anita aniyah anjali anjelica
    ann anna annabelle anne anneliese annette annie annika annmarie ansel anselm anthony antoine
    antonella antonia antonina antonio antony anya aoife apolonia april araceli aracely archana
    archibald arely ariadne ariana arianna ariel aristotle arjun arlene arlo armando arnav arne arnold
    aron arsenio artem arthur arturo arun aryan asha asher ashish ashley ashlyn ashok ashton asli asma
    astrid athena atticus aubrey audrey augusta augustine augustus aurelia aurelio aurora autumn ava
    avery axel ayaan ayana ayanna ayesha ayodele azalea aziz aziza azucena babatunde bailey barbara
    barbra barnaby barrett barry bartholomew bashir basil beatrice beatrix beatriz beau becky belinda
    belle ben benedict benita benjamin bennett benny bernadette bernard bernardo bernice bernie berta
    bertha bess beth bethann bethany betsy betty beulah bev beverly bhavna bianca bilal bill billy
    birgit bjorn blaine blair blaise blanca blessing bob bobby bogdan bohdan bola bonita bonnie boris
    boyd brad bradley brady brandi brandon brandy brayden breann breanna brenda brendan brent brett
    brian briana brianna bridget brielle brigid brigitte britney brittany brody bronwyn brooke bruce
    bruno bryan bryant bryce bryn brynn burton byron caitlin caleb calista callum calum calvin cameron
    camila camille candace candice carina carissa carl carla carleen carlo carlos carlotta carlton
    carmel carmela carmelita carmelo carmen carmine carol carolann carole carolina caroline carolyn
    carrie carson caryn carys casey casimir cassandra cassidy cassie catalina catharine catherine
    cathleen cathy cayden cecil cecilia cedric celeste celestine celia celina cesar chad chaim chance
    chandler chandra chantal chantel charisse charity charlene charles charlie charlotte charmaine
    chauncey chaya chelsea chelsey cheng cherie cherise cherry cheryl chester cheyenne chiara chidi
    chika chinedu chinonye chioma chiquita chloe chris christa christi christian christie christina
    christine christoph christopher christy chukwudi chukwuemeka chuy ciaran cicely cindy citlali claire
    clara clarence claribel clarice clarissa clark claude claudette claudia claudio clayton clement
    clementine cleo cleveland clifford clifton clint clinton clyde cody coleen colette colin colleen
    concepcion concetta conchita connie connor conor conrad constance consuelo cora coral coralie
    cordelia corey corinna corinne cornelia cornelius corrine cory cosmo courtney craig cristian
    cristina cristobal crystal curt curtis cynthia cyril cyrus dagmar dahlia daisuke daisy dale dalia
    dallas damian damon dan dana daniel daniela danielle danny daphne daria darius dariusz darla darlene
    darnell darrel darrell darren darrin darryl dave david davina davis dawn dean deandra deandre deanna
    deb debbie deborah debra deepak deepika deidre deirdre deja delaney delbert delia delilah della
    delores delphine demarcus demetria demetrius denis denise dennis denny deon deqa derek derrick
    deshawn desiree desmond destinee destiny devin devon dexter diana diane dianna dianne diego dieter
    dilip dimitra dimitri dimitrios dina dinah dinesh dirk divya dmitri dmitry dolly dolores domenic
    domingo dominic dominik dominique don donald donna donovan dora doreen dorian doris dorothea dorothy
    dorthy dottie doug douglas dragan drew duane duc duncan dung dustin dwayne dwight dylan earl earlene
    earline earnest ebenezer ebonee ebony ed eddie edgar edith edmund edna eduard eduardo edward edwin
    edwina effie efrain efren efua eileen elaina elaine elbert eldon eleanor eleanora elena eleni
    elfrieda eli eliana elias elijah eliot elisa elise eliseo eliza elizabeth ella ellen ellery ellie
    elliot elliott ellis elmer elmira elnora eloisa eloise elouise elroy elsa elsie elton elva elvia
    elvira elvis elwood emanuel ember emeka emerson emery emil emilia emiliano emilio emily emma
    emmanuel emmanuelle emmett enid enoch enrique enzo eoin ephraim eric erica erick ericka erickson
    erik erika erin erlinda erma erna ernest ernestine ernesto ervin erwin eryn esi esme esmee esmeralda
    esperanza essie esteban estela estella estelle esther ethan ethel etienne etta eugene eugenia
    eugenie eula eulalia eun eunice eusebio eustace eva evan evangelina evangeline evangelos evelyn
    everett ewa ezekiel ezra fabian fabio fabiola fabrice fadi faduma faisal fallon fang fannie farah
    fareed farhan farid fatima fatimah fatou faustino fay faye federica federico felicia felicitas
    felicity felipe felix ferdinand fergus fern fernand fernanda fernando filomena finley finn finnegan
    fiona fletch fletcher flora florence florencia florian flossie floyd folake folasade fonda forrest
    fotini frances francesca francine francis francisco francois francoise frank frankie franklin frauke
    fred freda freddie frederick freeman freya frida frieda fritz gabe gabriel gabriela gabrielle gael
    gagan gail galina ganesh gareth garfield garland garrett garth gary gaston gaurav gavin gemma genaro
    gene geneva genevieve geoffrey george georgette georgia georgina georgios gerald geraldine geraldo
    gerard gerardo gerda germaine gerry gertrude gianna gilbert gilberto gilda gillian gina ginger gino
    giorgos giovanni gisela giselle gita giuseppe gladis gladys glen glenda glenn gloria godfrey goran
    gordon grace graciela grady graham greer greg gregor gregorio gregory greta gretchen griffin
    griselda grover guadalupe guido guillermo gunnar gunther gurpreet gus gustavo guy gwen gwendolen
    gwendolyn hadiza hadley hailey hakim hal haley halima hamid hamza hana hanan hank hanna hannah hans
    hao harish harley harmony harold harper harpreet harriet harriett harrison harry harsh haruna haruto
    harvey hassan hattie hauwa haven hayden hayley haywood hazel heath heather hector hedwig hedy heidi
    heike heinrich heinz helen helena helene helga heloise henri henrietta henrik henrique henry herbert
    heriberto herman hermann herminia hernan hester hettie hibo hieu hilario hilary hilda hillary hiram
    hiro hiroshi hodan hollis holly homer hong honora hope horace horacio hortencia hortense hosea
    houston howard hubert hudson hugh hugo hui humberto hunter huong hussein hyacinth hyun ian ibrahim
    ida idris iesha ifeanyi ifeoma ignacio ignatius igor ike ikram ilana ilaria iliana ilse ilya imani
    imelda imogen imogene imran ina inaya indira ines inez inga ingeborg ingrid ioana irene irina iris
    irma irving isa isaac isabel isabella isadora isaiah isaias isha ishaan ishmael isiah isidro isla
    ismael ismail isobel isolde israel itzel ivan ivana ivette ivonne ivy izabella jabari jace jacek
    jacinta jacinto jack jackeline jackie jackson jaclyn jacob jacoby jacqueline jacquelyn jacques jada
    jade jaden jadwiga jaime jake jakub jalen jamaal jamal james jameson jamie jamila jan jana janae
    jane janell janelle janessa janet janette janice janie janine janis janiya jared jaroslav jarrett
    jarrod jarvis jasmeet jasmin jasmine jason jasper javier jawad jay jayanti jayden jayla jayne jean
    jeanette jeanine jeanne jeannette jeannie jeannine jeb jed jedediah jeff jefferson jeffery jeffrey
    jelena jemima jenifer jenna jennie jennifer jennings jenny jens jerald jeremiah jeremy jeri jermaine
    jerome jerrod jerry jesper jesse jessenia jessica jessie jesus jethro jett jewel jiang jiho jill jim
    jimena jimmy jin jing jiro jiwoo jo joachim joan joann joanna joanne joao joaquin joaquina jocelyn
    jodi jody joe joel joelle joey johan johanna john johnnie johnny jolene jon jonah jonas jonathan
    joni jordan jordyn jorge jorgen jose josef josefa josefina joselyn joseph josephine josh joshua
    josiah josie josue jovan jovana joy joyce joycelyn juan juana juanita judah judd jude judi judith
    judy juli julia julian juliana julianna julianne julie julien juliet juliette julio julissa julius
    jun june jung junior justice justin justine kaden kai kailey kaitlin kaitlyn kaleb kalpana kamal
    kamala kamau kamil kamila kara kareem kareen karen kari karim karin karina karl karla karolina karyn
    kasey kasimir kassandra katarina katarzyna kate katelin katelyn katerina katharina katharine
    katherine kathie kathleen kathrine kathryn kathryne kathy katia katie katrina katya kavita kay kayla
    kaylee kaylie kazimierz kazuko keanu keaton keegan keely keenan keiko keira keisha keith kelli
    kellie kelly kelsey kelvin kemal ken kendall kendra kendrick kenia kenji kennedy kenneth kenny kent
    kenta kenya keri kermit kerri kerry kevin khadija khaled khalid khalil kian kiara kieran kiersten
    killian kim kimber kimberley kimberly kimiko kinsley kip kiran kirby kirk kirsten kirsty kit kiyoshi
    klaus koffi kofi kojo komal konstantin kora korey kostas kourtney kris krishna krista kristen kristi
    kristian kristin kristina kristine kristofer kristy krystal krystyna krzysztof kumar kunal kurt
    kurtis kwabena kwaku kwame kwesi kyla kyle kylie kym kyra lacey laila lakeisha lakeshia lakisha
    lakshmi lamar lamont lan lana lance landon lanette lara larissa larry lars lashawn lashay lashonda
    latanya latasha latisha latonya latoya latrice laura laurel lauren laurence lauretta laurette lauri
    laurie lauryn lavern laverne lavinia lavonne lawanda lawrence layla layne lazaro leah leandra
    leandro leann leanne leeann lei leif leigh leila leilani leland lelia lemuel lena lenny lenora leo
    leon leona leonard leonardo leonel leonid leonie leonor leopold leora leroy lesa leslee lesley
    leslie lester leta leticia letitia levi lewis lia liam liane lidia liesel lila lilia lilian liliana
    lilith lillian lillianna lillie lily lina linda lindiwe lindsay lindsey lindy ling linh linnea linus
    linwood lionel lisa lissette liu livia liz liza lloyd logan loida lois lola lorelei lorena lorene
    lorenzo loretta lori lorie lorna lorne lorraine lottie lou louann louella louis louisa louise
    lourdes lowell luanne luca lucas lucia luciana luciano lucien lucila lucille lucinda lucius lucretia
    lucy ludmila ludwig luella luigi luis luisa luka luke lula luna lupe lupita luther luz lydia lyle
    lynda lyndon lynette lynn lynne lyudmila mabel mack mackenzie macy maddox madeline madelyn madge
    madhu madison madonna mae maeve magda magdalena maggie magnolia magnus mahmoud mahmud mai maia
    maisie makana makayla malachi malaika malcolm malgorzata malia malik mallory mamadou mamie mandy
    manfred manish manoj manon manuel manuela mara maral marc marcel marcela marcelino marcella marcello
    marci marcia marco marcos marcus marcy margaret margarita margery margie margit margo margot
    marguerite maria mariah mariam marian mariana marianne mariano maribel maricela marie mariella
    marietta marijke marilou marilyn marin marina mario marion maris marisa marisol marissa maritza
    marjorie marjory mark marla marlena marlene marley marlon marlys marquis marsha marta martha marti
    martin martina marty marva marvin mary maryam maryann maryanne marybeth marylou masahiro masako
    mason massimo mateo mathew mathias mathilde matias matilda matt matteo matthew matthias mattie maude
    maura maureen maurice mauricia mauricio mauro mavis max maximilian maximo maxine maxwell maya mayra
    mazie mckenna mckenzie meagan meena meera megan mehmet mei mekhi melanie melba melina melinda melisa
    melissa melody melva melvin melvina mercedes mercy meredith merle mervin meryl mia micaela micah
    michael michaela michal micheal michel michele micheline michelle mickey miguel mikael mikayla mike
    mikhail milagros milan mildred milena milford millicent millie milo milos milton mimi min mina mindy
    minerva minh minjun minnie miranda mireille mirela mireya miriam mirjana miroslav misty mitch
    mitchell mitzi moe mohamad mohamed mohammad mohammed mohan mohit moira moises molly mona monica
    monika monique monroe montserrat morgan morgana morris morton moses moshe mostafa muhammad muhammed
    murali muriel murray musa mustafa muthoni mykola myles myra myrna myrtle nabil nadezhda nadia nadine
    nadja nagendra nahla naima nalani nana nancy nanette nannette naoko naomi naresh nasir nasser
    natalia natalie natalya natasha nate nathan nathaniel natividad naveen nayeli neal ned neema neeraj
    neha neil nelda nellie nelly nelson nereida nestor nettie neva neveah newton ngoc ngozi nguyen nia
    niamh nicholas nick nicola nicolas nicole nicolette nidia niels nieves nigel nihal nikhil nikita
    nikki niko nikolai nikolas nikos nilda nils nimesh nimo nina nirmala nita njeri nkechi nnamdi noah
    noel noelia noella noelle noemi nolan nomsa nona nora norah norbert norberto noreen norma norman
    nour nubia nuria obinna obioma octavia octavio odalys odell odessa odette ofelia okechukwu oksana
    olaf olena olga olin olive oliver olivia olivier ollie oluwaseun oluwaseyi oluwatobi oma omar onofre
    oona opal ophelia ora oralia orlando orville osama oscar osman osvaldo oswald otieno otilia otis
    ottilie otto owain owen pablo paco padraig paige paloma pamela pamella pandora paola paolo parisa
    parker parminder parvati pasquale pat patience patrice patricia patrick patrycja patsy patti patty
    paul paula paulette paulina pauline paulo pavel pavlos pearl pearlie pedro peg peggy penelope penny
    pepita percival percy perla perry pete peter petr petra petronella phil philip philippa phillip
    phillipa philomena phoebe phoenix phyllis pia pierre pietro pilar piotr piper polly pooja porfirio
    portia prabhakar pradeep prakash pranav prashant precious preeti presley preston primitivo priscilla
    priya priyanka prosper prudence purvi qing quang quentin quincy quinn quinton rabia rachael rachel
    rachelle radha radoslav rae raegan rafael raheem rahim rahul raisa raj raja rajan rajeev rajesh
    rajni ralph ramakrishna ramesh ramiro ramon ramona rana ranbir randall randi randolph randy rania
    raoul raphael raquel rashad rasheed rashida raul ravi ravindra ray raymond rayna raynard reagan reba
    rebecca reed reena refugio regan reggie regina reginald regis reid reinaldo reinhard rekha remedios
    remington remy rena renaldo renata renato rene renee renita reuben reva rex reyna reynaldo reza rhea
    rhoda rhonda rhys riaz ricarda ricardo richard richie rick ricky rigo rigoberto riley rina rishi
    rita ritu rob robbie robert roberta roberto robin robyn rocco rochelle rocio rocky roderick rodger
    rodney rodolfo rodolph rodrigo rogelio roger rohan rohit roisin roland rolando rolf roman romeo
    romulo ron ronald ronan ronda ronnie ronny roosevelt roqaya rory rosa rosalba rosalia rosalie
    rosalina rosalind rosalinda rosalva rosamund rosana rosanna rosanne rosario roscoe roseann rosella
    rosemarie rosetta rosie rosio roslyn ross rowan rowena roxana roxane roxanne roxie roy royce ruben
    rubina rudo rudolf rudolph rudy rufus rupert russ russell rusty ruth ruthie ryan ryder ryoko saad
    sabina sabine sabrina sachiko sachin sadie saeed safiya sage sahra saida sakura salim sally salma
    salomon salvador sam samantha samara sameer sami samina samir sammie samuel sandeep sandi sandip
    sandra sani sania sanjay santiago santino santos saoirse sara sarah sarai saroj sasha satish saul
    saundra savanna savannah sawyer scarlett scot scott seamus sean sebastian selah selena selina seojun
    serena serge sergei sergey sergio serhiy seth seymour shabnam shaina shakira shalini shameka shana
    shanda shandra shane shanelle shani shanice shaniqua shanna shannon shantel shantell sharad shari
    sharla sharlene sharon sharonda sharron shashi shasta shaun shauna shavonne shawn shawna shayla
    shayna sheena sheila shelba shelby sheldon shelia shelley shelly shelton sheri sherice sherie
    sherilyn sherman sherri sherrie sherry sherwood sheryl sheryll shilpa shirley shiv shivani shoshana
    shreya shreyas shyam sian sibyl sid siddharth sidney sierra sigrid silas silvia silvio simeon simon
    simone sina siobhan sipho sirisha skylar skyler sloane sneha socorro sofia sofie solange soledad
    solomon sondra song sonia sonja sonny sonya sophia sophie sophronia soraya spencer spiros stacey
    stacie stacy stan stanislav stanislaw stanley stanton stavros stefan stefania stefanie stefano
    steffi stella stephan stephane stephania stephanie stephany stephen stephenie sterling steve steven
    stevie stewart stuart sue suman sumitra summer sung sunil sunita suresh susan susana susann susannah
    susanne susie suzan suzanna suzanne suzette suzie sven svetlana swati sybil sydney syed sylvester
    sylvia sylvie tabatha tabitha tadeo tadeusz taisha takashi takeshi takuya talia talib tamar tamara
    tameka tamera tami tamika tamiko tammy tamra taneisha tania tanisha tanner tanvi tanya tara taras
    tarek tariq tasha tatiana tatyana tavares tawana tawanda tawny taya tayler taylor teagan ted teddy
    temperance tendai tennille teodora teodoro terence teresa terese teri terrance terrell terrence
    terri terrie terry tess tessa thabo thaddeus thalia thandiwe thelma theo theodora theodore theresa
    therese theron thi thierry thomas thurman thuy tiana tiara tiberius tierra tiffani tiffany tilda
    tillie tim timmy timothy tina tobias tobin toby todd tom tomas tomasz tomeka tommy tomoko toni tonia
    tonya tori torsten tory toshiko tracey traci tracy trang travis travon trayvon trent trenton tressa
    treva trevor trey tricia trina trini trinidad trish trisha trista tristan tristen tristin troy trudy
    tuan tunde twila tyesha tyler tyree tyrell tyrese tyrone tyson udo ulrich ulrike ulysses uma umar
    umaru ursula usha vaclav vada vadim vaishali valentin valentina valentino valeria valerie valery
    vance vanda vanessa vasiliki vasily vaughn veda velma venkat vera verena verla vern verna verne
    vernice vernon veronica vesna vicente vicki vickie vicky victor victoria vidya vijay vikram vilma
    vina vincent vincenzo vinnie vinod viola violet viorel virgie virgil virginia vita vito vivek vivian
    viviana viviane vivien vlad vladimir volodymyr wade wallace walt walter walton wambui wanda wanjiru
    warren warsame waylon wayne wei weldon wen wendell wendy werner wes wesley weston whitley whitney
    wiktor wilbert wilbur wilda wiley wilford wilfred wilfredo wilhelm wilhelmina willa willard willem
    william willie willis wilma wilmer wilson windy winifred winnie winnifred winona winston wojciech
    woodrow wyatt xavier xenia xiao ximena xin xiu xochitl yaa yadira yael yahaira yahya yakubu yan yana
    yannis yareli yasmin yasmine yasuko yaw yelena yen yesenia yetunde ying yohannes yoko yolanda yonas
    yong yosef yoselin yoshiko yousef yui yuki yulia yuliana yuri yuriy yusra yusuf yuto yvette yvon
    yvonna yvonne zachariah zachary zack zahra zaid zaida zainab zaire zandra zane zara zayd zayden
    zbigniew zeinab zeke zelda zelma zena zenaida zhanna zia zina zita ziva zoe zoey zofia zoila zola
    zora zoran zulema zulma zuri zuzana zygmunt
    """
)

_FAMILIES = """
    alexander alex al xander sandy | alexandra alex lexi sandra sasha | andrew andy drew | anthony tony |
    antonio tony tonio | barbara barb babs | benjamin ben benny benji | beverly bev | bradley brad | bridget |
    biddy | cameron cam | catherine cathy kate katie cat | charles charlie chuck chaz | charlotte charlie |
    lottie | christina chris tina christy | christine chris chrissy | christopher chris kit topher | clarence
    | clare | clifford cliff | cynthia cindy | daniel dan danny | david dave davey | deborah deb debbie debby
    | dolores lola dee | donald don donny | dorothy dot dottie dory | douglas doug | edward ed eddie ted ned |
    eleanor ellie nell nora | elizabeth liz lizzie beth betty betsy eliza libby | eugene gene | evelyn evie |
    florence flo | frances fran fannie | francis frank fran | francisco paco pancho frank | franklin frank |
    frederick fred freddie fritz | gabriel gabe | gerald gerry jerry | geraldine gerry | gertrude gertie trudy
    | gregory greg | guadalupe lupe | guillermo memo | harold harry hal | helen nell | henry hank harry |
    herbert herb bert | isabella bella izzy | ignacio nacho | jacob jake | jacqueline jackie | james jim jimmy
    | jamie | janet jan | jeffrey jeff | jennifer jen jenny jenn | jeremiah jerry | jessica jess jessie |
    jesus | chuy | john jack johnny jon | jonathan jon jonny nathan | jose pepe joe | joseph joe joey |
    josephine | josie jo | joshua josh | judith judy | katherine kate kathy katie kat kay kitty | kathleen |
    kathy kath | kathryn kathy kate kat | kenneth ken kenny | kimberly kim | lawrence larry | leonard leo len
    | lenny | leonardo leo | lillian lily lil | louis lou louie | louise lou | lucille lucy | luis lucho |
    madeline | maddie | manuel manny | margaret maggie meg peggy peg marge margie greta rita | maria mari mia
    | marjorie | marge | martha marty | martin marty | matthew matt matty | melissa missy mel lissa | mercedes
    | merche | michael mike mick mickey micky | miguel mike | mildred millie | mohammed mo | muhammad mo |
    nancy | nan | natalie nat | nathaniel nate nathan nat | nicholas nick nicky | nicole nikki nicky | oliver
    ollie | olivia | liv livvy | pamela pam | patricia pat patty patti trish tricia | patrick pat paddy rick |
    peter | pete | philip phil | phillip phil | priscilla cilla | rachel rae | raymond ray | rebecca becky
    becca | reginald | reggie reg | ricardo rick ricky | richard rick rich dick richie ricky | robert rob bob
    bobby | robbie bert | roberta bobbie | roberto beto | ronald ron ronnie | rosemary rose rosie | russell
    russ | samantha sam | sammy | samuel sam sammy | sandra sandy | sebastian seb | stanley stan | stephanie
    steph | stephen steve | stevie | steven steve stevie | stuart stu | susan sue susie suzy | suzanne sue
    suzy | terrence terry | teresa terry tess | theresa terry tess | theodore ted teddy theo | thomas tom
    tommy | timothy tim timmy | valerie val | veronica ronnie vera | victor vic | victoria vicky tori |
    vincent vince | vinny | virginia | ginny ginger | walter walt wally | wilhelmina mina billie | william
    bill billy will | willy liam | winifred | winnie freddie | yolanda yoli | zachary zach zack
"""


def _nicknames() -> dict[str, frozenset[str]]:
    """For each formal name and each nickname all names that may stand for it."""
    found: dict[str, set[str]] = {}
    for family in _FAMILIES.split("|"):
        formal, *short = family.split() or [""]
        for nickname in short:
            found.setdefault(formal, set()).add(nickname)
            found.setdefault(nickname, set()).add(formal)
    return {name: frozenset(others) for name, others in found.items()}


NICKNAMES = _nicknames()

# A nickname that is a word in most texts would cost more than it finds.
GIVEN = _FORMAL | {name for name in NICKNAMES if len(name) > 2} - listed("dot cat rich dick memo pepe lib nan sol")
