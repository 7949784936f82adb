"""Given names of many origins, and which names stand for which: lists of our own, far from complete."""

GIVEN = frozenset(
    """
    aaliyah aaron abdul abdullah abigail abraham ada adam adele adeline adrian adriana agnes ahmad ahmed aidan
    aiden aileen aisha akira alan alana albert alberto alec alejandra alejandro alex alexa alexander alexandra
    alexis alfonso alfred alfredo ali alice alicia alina alisha alison allan allen allison alma alvaro alvin
    alyssa amanda amara amber amelia amina amir amit amy ana anand anastasia andre andrea andreas andrei
    andrew andy angela angelina angelo anika anil anita ann anna annabelle anne annette annie anthony antoine
    antonia antonio anya april ariana ariel arjun arlene armando arnold aron arthur arturo arun asha ashley
    astrid audrey aurora ava avery axel ayesha barbara barry beatrice beatriz becky belinda ben benjamin benny
    bernadette bernard bernice bertha bess beth bethany betty beverly bianca bill billy blanca bob bobby
    bonnie brad bradley brady brandi brandon brandy breanna brenda brendan brent brett brian briana brianna
    bridget brittany brooke bruce bruno bryan bryce caitlin caleb calvin cameron camila camille candace
    candice carl carla carlos carlton carmen carol carole carolina caroline carolyn carrie carson casey
    cassandra catalina catherine cathy cecil cecilia cedric celeste celia cesar chad chandra chantal charlene
    charles charlie charlotte chelsea cheng cheryl chester chloe chris christian christina christine
    christopher christy cindy claire clara clarence clark claude claudia clayton clifford clifton clyde cody
    colin colleen connie connor constance consuelo corey cornelius cory courtney craig cristina crystal curtis
    cynthia daisuke daisy dale dalia dallas damian damon dan dana daniel daniela danielle danny darlene
    darnell darrell darren darryl dave david dawn dean deandre deanna deb debbie deborah debra deepak delia
    della delores demetrius denise dennis derek derrick desiree destiny devin devon diana diane diego dieter
    dimitri dina dmitri dolores dominic dominique don donald donna dora doreen doris dorothy doug douglas drew
    duane dustin dwayne dwight dylan earl ebony ed eddie edgar edith edmund eduardo edward edwin eileen elaine
    eleanor elena eli elias elijah elisa elise elizabeth ella ellen ellie eloise elsa elsie elvira emanuel
    emil emilia emilio emily emma emmanuel enrique eric erica erik erika erin ernest ernesto esmeralda
    esperanza esteban estelle esther ethan ethel eugene eunice eva evan evangeline evelyn fabian fabio farah
    fatima faye federico felicia felipe felix fernanda fernando fiona flora florence floyd frances francesca
    francis francisco frank frankie franklin fred freda freddie frederick fritz gabriel gabriela gabrielle
    gail garrett gary gavin gene genevieve geoffrey george georgia gerald geraldine gerard gertrude gianna
    gilbert gina ginger giovanni gita giuseppe gladys glen glenda glenn gloria gordon grace graciela graham
    greg gregory greta gretchen guadalupe guillermo gus gustavo guy gwen gwendolyn hakim hana hank hanna
    hannah hans harold harriet harrison harry harvey hassan hattie hazel heather hector heidi helen helena
    helga henrietta henrique henry herbert herman hilda hiroshi holly homer howard hubert hugh hugo hussein
    ian ibrahim ida ignacio igor ilse imani imran ina ines ingrid irene irina iris irma irving isaac isabel
    isabella isaiah ismael ivan ivy jackie jackson jaclyn jacob jacqueline jacques jaden jaime jake jamal
    james jamie jan jane janelle janet janice janine jared jasmin jasmine jason javier jayden jayla jean
    jeanette jeanne jeff jeffery jeffrey jenna jennie jennifer jenny jeremiah jeremy jermaine jerome jerry
    jesse jessica jessie jesus jill jim jimmy jin joan joann joanna joanne joaquin jocelyn jodi jody joe joel
    joey johan johanna john johnnie johnny jon jonah jonathan jordan jorge jose josef josefina joseph
    josephine josh joshua josie joyce juan juana juanita judith judy julia julian juliana julie juliet julio
    julius jun june justin justine kaitlyn kamal kara karen kari karim karina karl karla kate katelyn
    katherine kathleen kathryn kathy katie katrina kavita kay kayla keisha keith kelly kelsey ken kendra kenji
    kenneth kenny kerry kevin khadija khalid kiara kim kimberly kirk kirsten klaus kofi kristen kristi kristin
    kristina kristine kristy kumar kurt kwame kyle lakisha lamar lance lara larry latasha latisha latoya laura
    lauren laurence laurie lawrence leah leanne leilani lena leo leon leona leonard leonardo leroy leslie
    lester leticia levi lewis liam lila lillian lillie lily linda lindsay lindsey ling lionel lisa liu liz
    liza lloyd logan lois lola lorena lorenzo loretta lori lorraine louis louisa louise lourdes lucas lucia
    luciana lucille lucy luigi luis luisa luke luna luther luz lydia lyle lynda lynette lynn mabel mack
    mackenzie madeline madison mae maggie mahmoud malcolm malik mamie mandy manuel mara marc marcel marcella
    marcia marco marcos marcus margaret margarita margie maria mariah mariam marian mariana marianne maribel
    marie marilyn marina mario marion marisol marissa marjorie mark marlene marlon marsha martha martin marty
    marvin mary maryann masako mateo mathew matilda matt matthew maureen maurice mauricio mauro max maxine
    maya mazie megan mei melanie melinda melissa melody melvin mercedes meredith mia micah michael michaela
    micheal michele michelle miguel mike mikhail mildred milton min mina mindy minh minnie miranda miriam
    misty mitchell mohamed mohammad mohammed moises molly mona monica monique morgan morris moses muhammad
    muriel myra myrtle nadia nadine nancy naomi natalia natalie natasha nathan nathaniel neal neil nellie
    nelson nguyen nia nicholas nick nicolas nicole nikhil nikita nikki nina noah noel noelle nora noreen norma
    norman nubia octavia olga olive oliver olivia omar opal ophelia ora orlando oscar osvaldo otis otto owen
    pablo paige pamela paola pat patrice patricia patrick patsy patti patty paul paula paulette pauline paulo
    pedro peggy penelope percy perry pete peter petra phil philip phillip phoebe phyllis pierre polly prakash
    pranav preston priscilla priya quentin quincy quinn rachel rafael rahul raj rajesh ralph ramesh ramon
    ramona randall randolph randy raquel rashad rasheed raul ravi ray raymond rebecca regina reginald rene
    renee reuben rex reynaldo rhonda ricardo richard rick ricky rita rob robbie robert roberta roberto robin
    rochelle rocio roderick rodney rodolfo rodrigo roger roland rolando roman ron ronald ronda ronnie rory
    rosa rosalie rosalind rosario rosemarie rosie ross roxanne roy ruben rudolf rudolph rudy rufus russell
    rusty ruth ryan sabrina sachiko sadie sally salma salvador sam samantha samir samuel sandra sanjay
    santiago santos sara sarah saul savannah scott sean sebastian selena serena sergei sergio seth shana shane
    shanice shannon shari sharon shaun shauna shawn sheila shelby sheldon shelia shelly sheri sherman sherri
    sherry sheryl shirley sidney sierra silvia simon simone sofia sonia sonja sonya sophia sophie stacey stacy
    stan stanley stefan stella stephan stephanie stephen steve steven stewart stuart sue sunil suresh susan
    susana susanne suzanne suzette sven svetlana sydney sylvester sylvia tabitha takeshi tamara tamika tammy
    tania tanisha tanya tara tasha tatiana taylor ted teresa terrance terrell terrence terri terry tessa
    thelma theodore theresa therese thomas tiana tiffany tim timothy tina todd tom tomas tommy toni tonya
    tracey traci tracy travis trent trevor tricia tristan troy trudy tyler tyrone ursula valentina valeria
    valerie vanessa vaughn velma vera verna vernon veronica vicente vicki vickie vicky victor victoria vijay
    vikram vincent viola violet virgil virginia vivian vladimir wallace walter wanda warren wayne wei wendell
    wendy werner wesley whitney wilbur wilfred wilhelmina willa willard william willie wilma winifred winston
    xavier ximena xin yasmin yesenia yolanda yousef yuki yusuf yvette yvonne zachary zahra zainab zoe zora
    """.split()
)

_FAMILIES = """
    alexander alex al xander sandy | alexandra alex lexi sandra sasha | andrew andy drew | anthony tony |
    antonio tony tonio | barbara barb babs | benjamin ben benny benji | beverly bev | bradley brad | bridget
    biddy | cameron cam | catherine cathy kate katie cat | charles charlie chuck chaz | charlotte charlie
    lottie | christina chris tina christy | christine chris chrissy | christopher chris kit topher | clarence
    clare | clifford cliff | cynthia cindy | daniel dan danny | david dave davey | deborah deb debbie debby |
    dolores lola dee | donald don donny | dorothy dot dottie dory | douglas doug | edward ed eddie ted ned |
    eleanor ellie nell nora | elizabeth liz lizzie beth betty betsy eliza libby | eugene gene | evelyn evie |
    florence flo | frances fran fannie | francis frank fran | francisco paco pancho frank | franklin frank |
    frederick fred freddie fritz | gabriel gabe | gerald gerry jerry | geraldine gerry | gertrude gertie trudy
    | gregory greg | guadalupe lupe | guillermo memo | harold harry hal | helen nell | henry hank harry |
    herbert herb bert | isabella bella izzy | ignacio nacho | jacob jake | jacqueline jackie | james jim jimmy
    jamie | janet jan | jeffrey jeff | jennifer jen jenny jenn | jeremiah jerry | jessica jess jessie | jesus
    chuy | john jack johnny jon | jonathan jon jonny nathan | jose pepe joe | joseph joe joey | josephine
    josie jo | joshua josh | judith judy | katherine kate kathy katie kat kay kitty | kathleen kathy kath |
    kathryn kathy kate kat | kenneth ken kenny | kimberly kim | lawrence larry | leonard leo len lenny |
    leonardo leo | lillian lily lil | louis lou louie | louise lou | lucille lucy | luis lucho | madeline
    maddie | manuel manny | margaret maggie meg peggy peg marge margie greta rita | maria mari mia | marjorie
    marge | martha marty | martin marty | matthew matt matty | melissa missy mel lissa | mercedes merche |
    michael mike mick mickey micky | miguel mike | mildred millie | mohammed mo | muhammad mo | nancy nan |
    natalie nat | nathaniel nate nathan nat | nicholas nick nicky | nicole nikki nicky | oliver ollie | olivia
    liv livvy | pamela pam | patricia pat patty patti trish tricia | patrick pat paddy rick | peter pete |
    philip phil | phillip phil | priscilla cilla | rachel rae | raymond ray | rebecca becky becca | reginald
    reggie reg | ricardo rick ricky | richard rick rich dick richie ricky | robert rob bob bobby robbie bert |
    roberta bobbie | roberto beto | ronald ron ronnie | rosemary rose rosie | russell russ | samantha sam
    sammy | samuel sam sammy | sandra sandy | sebastian seb | stanley stan | stephanie steph | stephen steve
    stevie | steven steve stevie | stuart stu | susan sue susie suzy | suzanne sue suzy | terrence terry |
    teresa terry tess | theresa terry tess | theodore ted teddy theo | thomas tom tommy | timothy tim timmy |
    valerie val | veronica ronnie vera | victor vic | victoria vicky tori | vincent vince vinny | virginia
    ginny ginger | walter walt wally | wilhelmina mina billie | william bill billy will willy liam | winifred
    winnie freddie | yolanda yoli | zachary zach zack
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
