"""Given names of many origins, and which names stand for which: lists of our own, far from complete."""

from gateway.recognize.lexicon import listed

GIVEN = listed(
    """
    aaliyah aaron abdul abdullah abe abena abigail abraham ada adaeze adam ade adele adeline aditya adrian
    adriana agnes agnieszka ahmad ahmed aidan aiden aileen aisha akira alan alana albert alberto alec
    alejandra alejandro alex alexa alexander alexandra alexis alfonso alfred alfredo ali alice alicia alina
    alisha alison allan allen allison alma altagracia alvaro alvin alyssa ama amanda amara amber amelia
    amina amir amit amy ana anand ananya anastasia anders andre andrea andreas andrei andrew andy angela
    angelina angelo anika anil anita anjali ann anna annabelle anne annette annie anthony antoine antonia
    antonio anya aoife april ariana ariel arjun arlene armando arnold aron arthur arturo arun asha ashley
    astrid audrey aurora ava avery axel ayesha aziz barbara barry beatrice beatriz becky belinda ben
    benjamin benny bernadette bernard bernice bertha bess beth bethany betty beverly bianca bilal bill billy
    bjorn blanca bob bobby bohdan bola bonnie boris brad bradley brady brandi brandon brandy breanna brenda
    brendan brent brett brian briana brianna bridget brittany brooke bruce bruno bryan bryce caitlin caleb
    calvin cameron camila camille candace candice carl carla carlos carlton carmen carol carole carolina
    caroline carolyn carrie carson carys casey cassandra catalina catherine cathy cecil cecilia cedric
    celeste celia cesar chad chandra chantal charlene charles charlie charlotte chelsea cheng cheryl chester
    chidi chloe chris christian christina christine christopher christy chuy ciaran cindy citlali claire
    clara clarence clark claude claudia clayton clifford clifton clyde cody colin colleen connie connor
    constance consuelo corey cornelius cory courtney craig cristina crystal curtis cynthia daisuke daisy
    dale dalia dallas damian damon dan dana daniel daniela danielle danny dariusz darlene darnell darrell
    darren darryl dave david dawn dean deandre deanna deb debbie deborah debra deepak deepika delia della
    delores demarcus demetrius denise dennis derek derrick deshawn desiree destiny devin devon diana diane
    diego dieter dimitri dimitrios dina divya dmitri dolores dominic dominique don donald donna dora doreen
    doris dorothy doug douglas dragan drew duane duc dustin dwayne dwight dylan earl ebony ed eddie edgar
    edith edmund eduardo edward edwin efrain eileen elaine eleanor elena eleni eli elias elijah elisa elise
    elizabeth ella ellen ellie ellis eloise elsa elsie elvira emanuel emeka emil emilia emilio emily emma
    emmanuel enrique eoin eric erica erik erika erin ernest ernesto esmeralda esperanza esteban estelle
    esther ethan ethel eugene eun eunice eva evan evangelina evangeline evelyn fabian fabio faisal fang
    farah fatima faye federico felicia felipe felix fernanda fernando fiona flora florence floyd folake
    frances francesca francis francisco frank frankie franklin fred freda freddie frederick freya fritz
    gabriel gabriela gabrielle gail ganesh gareth garrett gary gavin gene genevieve geoffrey george georgia
    gerald geraldine gerard gertrude gianna gilbert gina ginger giorgos giovanni gita giuseppe gladys glen
    glenda glenn gloria goran gordon grace graciela graham greg gregory greta gretchen guadalupe guillermo
    gus gustavo guy gwen gwendolyn hakim hal hana hank hanna hannah hans hao harold harriet harrison harry
    haruto harvey hassan hattie hazel heather hector heidi helen helena helga henrietta henrik henrique
    henry herbert heriberto herman hieu hilda hiro hiroshi holly homer hong howard hubert hugh hugo hui
    huong hussein hyun ian ibrahim ida ifeoma ignacio igor ike ilse imani imran ina ines ingrid irene irina
    iris irma irving isaac isabel isabella isaiah ismael itzel ivan ivy jack jackie jackson jaclyn jacob
    jacqueline jacques jaden jaime jake jakub jamal james jamie jan jane janelle janet janice janine jared
    jasmin jasmine jason javier jayden jayla jean jeanette jeanne jeff jeffery jeffrey jenna jennie jennifer
    jenny jeremiah jeremy jermaine jerome jerry jesse jessica jessie jesus jiho jill jim jimmy jin jing
    jiwoo joan joann joanna joanne joaquin jocelyn jodi jody joe joel joey johan johanna john johnnie johnny
    jon jonah jonathan jordan jorge jose josef josefina joseph josephine josh joshua josie joyce juan juana
    juanita judith judy julia julian juliana julie juliet julio julius jun june justin justine kai kaitlyn
    kamal kara kareem karen kari karim karina karl karla kate katelyn katherine kathleen kathryn kathy katie
    katrina katya kavita kay kayla keanu keiko keisha keith kelly kelsey ken kendra kenji kenneth kenny
    kenta kerry kevin khadija khalid kiara kim kimberly kiran kirk kirsten kit klaus kofi kostas krishna
    kristen kristi kristin kristina kristine kristy krzysztof kumar kurt kwabena kwame kyle lakisha lakshmi
    lamar lan lance lara larry lars lashonda latasha latisha latonya latoya laura lauren laurence laurie
    lawrence layla leah leanne lei leila leilani lena leo leon leona leonard leonardo leroy leslie lester
    leticia levi lewis liam lila lillian lillie lily linda lindsay lindsey ling linh lionel lisa liu liz
    liza lloyd logan lois lola lorena lorenzo loretta lori lorraine lou louis louisa louise lourdes lucas
    lucia luciana lucille lucy ludmila luigi luis luisa luke luna lupita luther luz lydia lyle lynda lynette
    lynn mabel mack mackenzie madeline madison mae maeve magdalena maggie mahmoud mahmud makana malcolm
    malgorzata malia malik mamie mandy manish manuel mara marc marcel marcella marcia marco marcos marcus
    margaret margarita margie maria mariah mariam marian mariana marianne maribel maricela marie marilyn
    marina mario marion marisol marissa marjorie mark marlene marlon marquis marsha martha martin marty
    marvin mary maryann masako mateo mathew matilda matt matthew maureen maurice mauricio mauro max maxine
    maya mazie meena megan mei melanie melinda melissa melody melvin mercedes meredith mia micah michael
    michaela micheal michele michelle miguel mike mikhail mildred milos milton min mina mindy minh minjun
    minnie miranda miriam mirjana misty mitchell moe mohamad mohamed mohammad mohammed moises molly mona
    monica monique morgan morris moses muhammad muriel mykola myra myrtle nadia nadine nalani nancy naoko
    naomi nasser natalia natalie natasha nate nathan nathaniel naveen nayeli neal ned neha neil nellie
    nelson ngozi nguyen nia niamh nicholas nick nicolas nicole nigel nikhil nikita nikki nikos nils nina
    noah noel noelle nora noreen norma norman nubia octavia oksana olaf olena olga olive oliver olivia
    oluwaseun omar opal ophelia ora orlando oscar osvaldo otis otto owain owen pablo padraig paige pamela
    paola pat patrice patricia patrick patsy patti patty paul paula paulette pauline paulo pedro peggy
    penelope percy perry pete peter petr petra phil philip phillip phoebe phyllis pierre piotr polly pooja
    prakash pranav preston priscilla priya quentin quincy quinn rachel radoslav rafael rahul raj rajesh
    ralph ramesh ramon ramona randall randolph randy raquel rashad rasheed raul ravi ray raymond rebecca
    regina reginald rekha rene renee reuben rex reynaldo rhonda rhys ricardo richard rick ricky rigoberto
    rita ritu rob robbie robert roberta roberto robin rochelle rocio roderick rodney rodolfo rodrigo roger
    rohan roland rolando roman ron ronald ronda ronnie rory rosa rosalie rosalind rosario rosemarie rosie
    ross roxanne roy ruben rudolf rudolph rudy rufus russell rusty ruth ryan sabrina sachiko sadie sakura
    sally salma salvador sam samantha samir samuel sandra sanjay santiago santos sara sarah saul savannah
    scott seamus sean sebastian selena seojun serena sergei sergio seth shana shane shanice shaniqua shannon
    shari sharon shaun shauna shawn sheila shelby sheldon shelia shelly sheri sherman sherri sherry sheryl
    shirley shreya sian sid siddharth sidney sierra silvia simon simone siobhan sneha socorro sofia sonia
    sonja sonya sophia sophie soraya stacey stacy stan stanley stefan stella stephan stephanie stephen steve
    steven stewart stuart sue sung sunil sunita suresh susan susana susanne suzanne suzette sven svetlana
    sydney sylvester sylvia tabitha takeshi tamara tamika tammy tania tanisha tanya tara taras tariq tasha
    tatiana taylor ted teresa terrance terrell terrence terri terry tessa thelma theo theodore theresa
    therese thomas thuy tiana tiffany tim timothy tina todd tom tomas tomasz tommy toni tonya tracey traci
    tracy trang travis trayvon trent trevor tricia tristan troy trudy tuan tunde tyesha tyler tyrell tyrone
    ursula vaclav vadim valentina valeria valerie vanessa vaughn velma vera verna vernon veronica vesna
    vicente vicki vickie vicky victor victoria vijay vikram vincent viola violet virgil virginia vivek
    vivian vladimir volodymyr wallace walter wanda warren wayne wei wen wendell wendy werner wesley whitney
    wilbur wilfred wilhelmina willa willard william willie wilma winifred winston wojciech xavier xiao
    ximena xin xiu xochitl yahaira yan yannis yareli yasmin yaw yesenia ying yoko yolanda yousef yui yuki
    yuri yusra yusuf yvette yvonne zachary zahra zainab zbigniew zeinab zeke zoe zofia zora zoran zuzana
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
