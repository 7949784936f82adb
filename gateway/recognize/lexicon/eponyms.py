"""Names that clinicians say without meaning a person: diseases, signs, instruments, procedures, scales."""

from gateway.recognize.lexicon import listed

# A name in this list is an eponym unless a title, a credential or a second name says otherwise.
EPONYMS = listed(
    """
    abraham abrams achilles adair adams addison adson albright alcock alexander alexandria allen allis
    allman alport alvarado alzheimer amsler andersen apgar apley argyll armstrong arnold asherman
    asperger auer auspitz austin babcock babinski baker balfour bankart barlow barnes barnett barre
    barrett barron bartholin barton bartter basedow batten battle bazett bazin beau bechterew beck
    becker beckwith beers behcet bell bence benedict bennett berger bernard berry bethesda bezold
    bigelow billroth binet bishop bitot blalock bloom blount blumberg boari bochdalek boerhaave
    bookwalter boston bouchard bourneville bovie bowen bowman boyd braden bravo breslow bright broca
    brodie brooke brown bruce brudzinski brugada brunner buck budd buerger bullard burch burkitt burow
    burton caldwell calot cantlie castleman celsius chadwick chagas charcot charnley chediak cherney
    chiari child christmas chvostek clagett clark cloquet coats cobb codman cohen cole colles conn
    connor cooley coombs cooper copeland cori cormack corrigan coudé courvoisier cowden cowper
    creutzfeldt crigler crohn crowe cullen curling cushing dacron dandy darier dawbarn deaver debakey
    dejerine denonvilliers denver dercum dix dobbhoff doering donovan doppler dorello douglas down doyle
    dressler drummond duane dubin duchenne duke dukes dunlop dupuytren durham duroziez ebstein ehlers
    eisenmenger ellis epworth erb esmarch eustachian ewing fabry fahrenheit falk fallopian fallot
    fanconi felty ferguson finkelstein finney fisher fitz fogarty foix foley fontan fordyce forrester
    foster fournier fowler fox frazier freer freiberg french friedman friedreich froment frykman
    galeazzi galen gallie gamna gardner garrett gartland gasser gaucher gelpi gerdy gerota ghon gibbs
    gigli gilbert gilles glasgow gleason glenn goldman goltz goodell goodpasture gore gottron gowers
    graefe gram grant graves greenfield grey grocott groshong grynfeltt guillain guthrie guyon haber
    hageman haglund hakim hallpike hamilton hammond hansen hardinge harrington harris hartmann hartnup
    hashimoto hassall hawkins heaney heberden hegar heimlich heinz heister heller hemovac henle henoch
    henry hesselbach hickman highmore hill hippel hirschsprung hodge hodgkin hoehn hoffa hoffman
    hoffmann hohmann homan homans homer horner houston howell howship huber hudson hughston humphrey
    hunt hunter huntington hurler hutchinson ilizarov jackson jacob jaeger jamshidi jansky jefferson
    jobe jobst jones joseph kaposi karnofsky kartagener kasai katz kawasaki kayser kegel keith keller
    kelly kerlex kerley kerlix kernig kerr kerrison kessler kety kienbock killip kimmelstiel kirschner
    kitner kittner klatskin klebs klein klinefelter klippel klumpke koch kocher koebner kohler koplik
    korotkoff korsakoff krebs krukenberg kupffer kussmaul kveim lachman ladd lahey lambert lambrinudi
    langer langerhans lansky laplace larrey lasegue lasix latarjet lauren leber leforte legg leksell
    lembert lennert lennox leopold leriche lesch levine lewy lhermitte liddle lieberman lindner lisch
    lisfranc lister littre lockwood loeffler lofstrand lou ludwig luer luschka lyme lynch lysholm
    macburney mackay mackenzie maddox mahaim maisonneuve mallampati mallory malpighi manchester mantoux
    marfan marie marjolin marshall martin masson masters mayer mayfield mayo mcburney mcdonald mcgill
    mcgrath mcivor mcmurray mcpherson mcroberts meckel mees meigs meissner menetrier meniere menkes
    merkel metzenbaum meyer michaelis mickulicz mikulicz miller milroy mirizzi mobitz mohs monro
    monteggia montgomery moore morgagni morse morton moseley mueller muller munchausen munro murphy neer
    nelaton nelson nissen noonan norwood oddi ogilvie ohm ollier ommaya oppenheim orbeli ortolani osgood
    osler outerbridge owen paget palmer pancoast papanicolaou papez paris parkes parkinson parks parry
    passavant pasteurella patau patrick pean penfield penrose perthes peutz peyer peyronie pfannenstiel
    phalen phren pick pierre pinard plummer poland pompe poncet ponseti poole pott potter potts poupart
    prader pratt pringle prinzmetal profore psoas purkinje queckenstedt quincke ramsay randall ranson
    rathke ray raynaud recklinghausen reed reinke reiter rendu rett retzius reye reynolds richardson
    richter rickham riedel rinne ritgen robertson robin rochester roentgen rokitansky rolando roman
    romberg rorschach rosen roser ross roth rotter roux rovsing rubin rush russell salter sampson
    santorini sayre scarpa schatzki scheie schiller schirmer schmidt schmorl schober schwann sengstaken
    senn sever shapshay sharp sheehan shepherd shouldice shy silverman simmonds simmons sims singleton
    sjogren skene smith snellen snow spigelian spitz sprengel spurling stanford starling steele stein
    steinberg steinmann stellwag stensen stevens stewart stickler still stills stokes strachan stratton
    stryker sturge sudeck sullivan sutton swan swann swenson sydenham takayasu takotsubo tanner tarlov
    taussig tay tegaderm tenckhoff thiersch thomas thomason thompson thomsen tietze tinel todd toldt
    torque tourette treacher treitz trendelenburg treves trousseau tuohy turcot turner tzanck unna
    valsalva vater veress vincent virchow vogt volkmann waardenburg wagner waldenstrom waldeyer
    wallenberg waller warthin waterhouse waterston watson weber wechsler wegener weil weiss weitlaner
    wenckebach werdnig werner wernicke westergren weston wharton whipple white whitman wickham
    willebrand williams willis wilms wilson winslow wirsung wiskott wolfe wolff wolffian wood wright
    yankauer yates yergason young zenker ziehl zollinger zung
    """
)

# A capitalised name in front of one of these (or of "'s" and one of these) names the thing, not a person.
THINGS = listed(
    """
    anastomosis aneurysm anomaly approach arthroplasty atrophy bag band bandage barrier biopsy bipolar block
    bodies body boot brace bulldog bypass cage canal cannula cannulas carcinoma catheter catheters cautery
    cell cells chain chair chorea clamp clamps classification clip clips closure collar coma contracture
    correction cough crisis criteria curette curettes curve cyst deformity dementia device dilator dilators
    disease disorder dissector distractor drain drains drape dressing duct dysplasia dystrophy
    electrocautery elevator elevators encephalopathy equation esophagus extractor fascia fibers filter flap
    forceps fracture frame fundoplication gastritis gland glands goniometer grade grading graft
    granulomatosis halter handpiece hernia herniotomy holder hook hooks ileus incision index infection
    inhibitor insertion intubation irrigation jaundice jejunostomy joint kit knife knot laryngoscope law
    layer lens lesion ligament line lines loop loops lymphoma maneuver maneuvers manipulation mesh method
    microscope muscle nail neck needle needles nerve node nodes nodule nodules obturator operation
    orchidopexy osteotomy ostomy palsy panel paralysis patch patches phenomenon pillow pin pins plaque plate
    plates plication point port position pouch pressure probe procedure prosthesis protocol punch punches
    rasp reaction reflex reflexes repair resection retinopathy retractor retractors ring rings rod rods
    rongeur rongeurs rule sarcoma saw scale scalp scissor scissors scope score scores screw screws sequence
    sheath shunt sign signs sinus skin snare solution space speculum sphincter spine splint spud spur stage
    staging stain staining staple stapler stent sticks stitch stitches stocking stockings stripper study
    suction sulcus suture sutures swab syndrome syringe system tape technique telescope tendon test testing
    tests tetralogy therapy thyroiditis tip tissue tongs tourniquet towel traction transform transfusion
    tray triad trial triangle trocar trocars tube tubes tumor tumors tunnel ulcer ulcers unit units
    urethrotome valve valves varices vein view virus wire wires wrap wraps zone
    """
)

# Two names that nobody bears together, since one is hardly a family name; without the marks on their letters.
COMPOUNDS = listed(
    """
    bland-altman child-pugh child-turcotte kaplan-meier
    albers-schonberg arnold-chiari bannayan-riley bardet-biedl beckwith-wiedemann bence-jones
    bernard-soulier binet-simon blalock-taussig bourneville-pringle breslow-day brown-sequard
    budd-chiari caldwell-luc chediak-higashi cheyne-stokes christ-siemens churg-strauss clavien-dindo
    clopper-pearson cockcroft-gault coffin-siris collet-sicard cormack-lehane creutzfeldt-jakob
    crigler-najjar cronkhite-canada cruveilhier-baumgarten dandy-walker dejerine-roussy dejerine-sottas
    denys-drash diamond-blackfan dix-hallpike dubin-johnson ehlers-danlos emery-dreifuss erb-duchenne
    ferriman-gallwey fitz-hugh gerstmann-straussler gianotti-crosti glasgow-blatchford guillain-barre
    gustilo-anderson hadju-cheney hallervorden-spatz hamman-rich hand-schuller heerfordt-waldenstrom
    henderson-hasselbalch henoch-schonlein hermansky-pudlak hoehn-yahr holt-oram hosmer-lemeshow
    jervell-lange jod-basedow kasabach-merritt kellgren-lawrence kimmelstiel-wilson klippel-feil
    klippel-trenaunay klumpke-dejerine kruskal-wallis kugelberg-welander landau-kleffner langer-giedion
    lauge-hansen laurence-moon legg-calve lennox-gastaut leri-weill lesch-nyhan lhermitte-duclos
    li-fraumeni libman-sacks loeys-dietz lown-ganong mallampati-samsoon mantel-haenszel
    marchiafava-bignami maroteaux-lamy mayer-rokitansky melkersson-rosenthal michaelis-menten
    monro-kellie nonne-milroy osgood-schlatter osler-weber parkes-weber pelizaeus-merzbacher
    peutz-jeghers prader-willi rendu-osler rey-osterrieth rosai-dorfman rothmund-thomson
    rubinstein-taybi semmes-weinstein sengstaken-blakemore shapiro-wilk shwachman-diamond sinding-larsen
    sjogren-larsson smith-lemli smith-magenis stein-leventhal sturge-weber swan-ganz tay-sachs
    thiersch-duplay tolosa-hunt treacher-collins unverricht-lundborg vogt-koyanagi
    waterhouse-friderichsen weber-fechner werdnig-hoffmann wernicke-korsakoff winter-tozer
    wiskott-aldrich wolf-hirschhorn yale-brown ziehl-neelsen zollinger-ellison
    """
)
