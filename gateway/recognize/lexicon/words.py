"""Words that end a name and words that are names too: what keeps a rule about capitals from running on."""

from gateway.recognize.lexicon import listed

# Never part of a person's name, however written: function words, headings, clinical and clerical words.
STOPPERS = listed(
    """
    a abdomen abdominal able abnormal about above abscess absent abuse accident according account action
    active activity acute add added addendum address adenoma adjuvant admission admit admits admitted
    adult advanced advised african after again against age aged agreed airway alert alias alive all
    allergic allergies allergist allergy allograft almost alone along also although always am ambulance
    american an analysis and anemia anesthesia anesthesiologist anesthetist aneurysm angina angiogram
    ankle another ant anterior antibiotic antibiotics anxiety any anyone aorta aortic ap apartment
    appears appendix apply appointment approximately aprn arabic are area arm arms arrest arrived
    arterial arteries artery arthritis arthroscopic as asian ask asked aspirin assessed assessment
    assistant associate asthma at atrial attending attention attestation attn author authored available
    avenue awake aware away baby bachelor back background bacterial balance band bank baptist base
    baseline be became because become bed been before began begin behavior being below benign beside
    best better between bid bilateral bilirubin biopsy birth bleeding blood board body bolus bone born
    both bowel bowels boy bradycardia brain breast breath breathing bring brother brought bsn building
    but by calcium call called caller calls came can cancer cannot carcinoma cardiac cardiologist
    cardiology care caregiver carotid carrier case cast cataract cath catheter catholic caucasian cause
    cavity cc cell cells center central cervical cesarean change changed changes chaplain chart check
    chemistry chemo chemotherapy chest chief child children chinese choir chole cholesterol christian
    chronic church circumcision city class clean clear clearly clinic clinical clinician clips close
    closed closure cnm code colleague colleagues college colon combined come comes comfortable comment
    comments commonly community company complaint complaints complete completed complications concern
    concerns condition confidential confirmed confirms congestive consent consult consultant consultants
    consultation consulted consulting contact contacted continue continued continues control coordinator
    copy coronary corporation correct cosigned cosigner cough could counselor country county course
    cousin covering cpht cranial creatinine creole critical crna ct culture cultures current currently
    cut cva cxr daily data date dates daughter day days dds dear death deceased decision declined
    decreased deep default deferred deficit deidentified deliver delivered delivery denied denies
    dentist department depression dermatology describe described describes destination details developed
    device diabetes diabetic diagnosed diagnoses diagnosis dialysis dictated dictating dictation did
    diet dietitian difficulty diffuse digital director discharge discharged discovered discussed
    discussion disease disorder dispatched disposition distal distress divorced dmd dnp do dob doctor
    does doing done dos dose doses down dpm dpt dr drain drainage dressing drip drive drs drug drugs due
    duration during dvt each ear early ears ecg echo echocardiogram ed edema eeg effect effusion eight
    either ekg elderly elective electronic electronically elevated eleven email emergency emg employed
    employee employer encounter end endocrinology endoscopy endotracheal english enlarged entered er
    ercp esophageal esophagus estimated ethnicity eval evaluate evaluated evaluation even evening ever
    every everyone evidence exam examination examined except excision exercise experienced explained ext
    extension extremities extremity eye eyes face facility facp facs facsimile factor fair fall falls
    family father fax female femoral fever few fibrillation fifth file final finding findings fine
    finger first five flexible floor flow fluid fnp follow followed following follows followup food foot
    for form former found four fracture fractures free french frequency from full function further gait
    gallbladder gastric gastroenterology gave gender general gentleman geriatrics german get gi girl
    girlfriend given gives giving glucose goals going gone good got grade graft gram grandfather
    grandmother gravida great groin gross group growth gu guardian gyn had hand hands has have having
    hcg he head headache healing health healthy heart heent held help hematocrit hematology hemoglobin
    hepatic hepatitis hepatology her here hereby hernia herself hgb high him himself hip his hispanic
    historian history hiv hold holding home hospice hospital hospitalist hospitalization hospitalized
    hour hours how however hpi husband hx hypertension icd icu id identification identified if ii iii
    iliac imaging immediate immediately impression improved in incision incisional include included
    includes including increase increased indication indications infant infarction infection inferior
    influenza informant information informed infusion inguinal inhale initial initially inject injection
    injury inpatient insert inserted instructed instructions insulin insurance intact intake intended
    intern internal interpreter interpreting interval intervention into intraoperative intravenous
    involving is issues it its itself iv jewish job joint just keep kept kidney kidneys knee knees known
    korean lab labor laboratory labs lady language lap laparoscopic laparotomy last late later lateral
    latina latino lcsw left leg legs lesion lesions less let letter letters level levels licsw life
    ligament likely limited line lip list little live liver lives living lmsw lobe local located
    location long lower lpn lumbar lump lung lungs lvn lymph ma madam made main maintained major making
    male mall man management manager many marital marked married mass may mbbs mcg md me meal mean
    measured med medial medicaid medical medicare medication medications medicine meds meeting member
    memory men mental message met mg middle midline midwife mild milk minimal minimally minute minutes
    missing ml mobile mobility moderate mom moment monitor monitored month months more morning most
    mother motor mouth moved mph mr mri mrn mrs ms msn msw much multiple muscle muscles muslim must my
    myocardial nad name named names narrative nasal nausea navigator near neck need needed needs
    negative neither neonatal neonatology nephew nephrology nerve neuro neurologic neurological
    neurologist neurology neurosurgery never new newborn next nicu niece night nine no nobody node nodes
    none nor normal nose not note noted notes nothing notified now np npo number nurse nurses nursing
    nutrition ob obgyn obj observation obstruction obtained occupation occupational of off office
    officer often okay old older on on-call once oncologist oncology one ongoing only onset open
    operating operation operative operator ophthalmology or oral orchestra order ordered ordering orders
    organ ortho orthopedic orthopedics osteoarthritis other others otherwise otr our out outcome
    outpatient over overnight own oxygen pa pacemaker pacu page pager pages pain pancreas paramedic
    parent parents part partial partner past patella pathologist pathology patient patients pcp pe peds
    pelvic pelvis pending per percent performed performing pericardial period peripheral person personal
    pet pgy pharmacist pharmacy pharmd phase phd phone physical physician physicians picc picu placed
    placement plan plans plate platelet pleural pm pneumonia pod podiatry point polyp poor portable
    portal portuguese position positive possible post posterior postop postoperative potassium pre
    prednisone preferred pregnancy pregnant preop preoperative prep prepped prescribed prescription
    present presentation presented presenting presents pressure previous previously primary principal
    print prior private prn probable probably problem problems procedure procedures process proctor prof
    professional program progress prolonged prostate protein provided provider providers proximal psych
    psychiatric psychiatrist psychiatry psychology psyd pt pta pulmonary pulmonology pulse pupils qid
    quality question questions quickly race radiation radical radiologist radiology rash rate rdms re
    reached reaction read ready really reason received receiving recent recently recommend
    recommendation recommendations recommended record records recovering recovery rectal red ref
    referral referred referrer referring reflexes regarding regards region registered regular rehab
    rehabilitation related relationship relative release relief religion remained remains removal remove
    removed renal repair repeat replaced report reported reporting reports request requested requesting
    requests required requires resection residence resident residents resolved respectfully respiratory
    respond rest result results retired return returned returns review reviewed reviews rheumatology
    rhythm rib ribs right risk risks rn road role room rotation rounding routine rph rrt russian rx said
    same sample saw say says scalp scan scheduled school screening second secondary secretary section
    see seen seizure sending sent separate sepsis serial service services set seven several severe sex
    she shift shortness should shoulder showed shown shows side sign signature signed significant
    signing signs similar simple since sincerely single sinus sir sister site six size skin sleep slight
    slightly slow slp small smear smoker smoking smooth so sob social sodium soft somali some someone
    son soon source spanish special specialist specialty specimen specimens speech spinal spine spleen
    spoke sponge spouse stable staff stage standard start started starting state stated states station
    status stay stenosis stent step sterile sternal still stomach stool stop stopped street stress
    stroke strong student study subj subject subjective submitted subsequent such sudden summary
    superior supervised supervising supervisor supine supplies support sure surgeon surgeons surgery
    surgical suspected sustained suture sutures swelling sx symptom symptoms syndrome system systems
    table tachycardia take taken takes taking team tear technician technique technologist tel telehealth
    telephone temp temperature ten tender tendon test tested testing tests than thank thanks that the
    their them then therapist therapy there therefore these they thickness thigh third this thoracic
    those though three thrombosis through throughout thus thyroid tid time times tip tissue title to
    today toe together told tolerated tomorrow tonight too took top total toward town toxicology trachea
    transcribed transcription transcriptionist transfer transferred transferring transport trauma travel
    treated treatment treatments triage trial trigger tube tumor twelve twice twin two tx type ulcer
    ultrasound unable unchanged uncle under unit united units university unknown unremarkable
    unremarkably unsure until up upon upper ureter urgent urinary urine urologist urology us use used
    uses using usual usually uterus vaginal valve various vascular vein venous vent ventilator
    ventricular verbal verified version vertebral very vessel via vietnamese viral virus vision visit
    visited visits vital vitals vitamin volume vomiting vs waiting walking wall want wants ward warm was
    water way wbc we weak weakness wear week weekly weeks weight well went were what when where whether
    which while who whole whom whose why widow widowed wife will with within without witness witnessed
    wnl woman women word work worked worker working works worse would wound wounds wrist written x xray
    year yearly years yes yesterday yet yo you young your yourself zero zip
    """
)

# Names of people that are words as well: taken only where they stand with a capital.
WORDLIKE = listed(
    """
    abbey ace angel angelica apple april archer art ash aspen august autumn azalea bailey baker ball
    banks barber barker barn barr basil bass bates bay beach bean bear beard beck bee bell bench berry
    best bill bird bishop black blade blake blaze blessing bliss block bloom blossom blue bond booker
    boots bosworth bow bower bowl bowling bowman boy brace bradshaw branch brand bray breeze brewer
    brick bridge bridges bright brock brook brooks brown buck bud bull burden burn burns bush butcher
    butler butter cain camp candy cane cannon carol carpenter carter carver case cash castle chance
    chandler chapel chapman charity chase chaste cherry chip chuck church clark clay clement cliff cloud
    coal cole colt constant cook cooper coral corn cotton couch court coward cox craft crane crisp crook
    cross crow crystal cutter dahlia daisy dale dally dash dawn day dean dee delight destiny diamond
    dick dickens dill dixie dolly donor dove dow drake drew drummer duke dusty duty eagle earl early
    east easter eden elder ember england eve fair fairchild faith falcon fang farmer farr fawn fern
    field fields finch finder fish fisher flagg fleming flint florence flowers foot forbes ford forest
    forester forge forrest foster fountain fowler fox france frank freeman french friend frost fuller
    gable gale game garden gardener gardner garland gates gem gene ginger glass glazier glover gold
    golden goldsmith good goodman gore grace grant grave graves gray green grey griffin grove guard guy
    hack hail hale hall ham hand hank hardy harm harmony harper hart harvey hatch hatcher haven hawk hay
    hays hazel head heart heath heather henna herb herd heron hick hicks hill hills hire holiday holly
    holmes honey honor hood hook hooks hope horn horne house hull hunt hunter hurt husk hyacinth hyde
    ice iris irons island ivory ivy jack jade jasmine jay jean jewel jim john joiner jolly jordan joy
    judge june junior justice kay keen ken key keys kidd king kirk kite kitty knight lace lake lamb lamp
    lance lane lark laurel law lawless lawman lay leader leaf leather lee lent levy lilac lily lime link
    lion little lively locke long lord lot love low luck lucky lust mace mack mae magnolia maiden malady
    mallow man mane march mark marker marks marsh marshal marshall martin mason masters mat matt max may
    maze mead meadows mercer mercy mere merit merry mess might mike mile miles mill miller mills mine
    ming minor mint miss mist mole monday money monk moody moon moore moral morning moss mott mount
    mountain myrtle nash neat nero newcomb nice nick night nile nix noble nobles nock noon norm north
    nova nutt nye oak oats olive opal orange otter outlaw owl pace pack page paige paine pal palm palmer
    pansy park parker parks parrish parson parsons pat patience paw payne peace peach peacock pearl peck
    peek peg penny pepper per perch perry petty phoenix pickle pie pierce pike pine piper pitt place
    plant plum pole pollard poole poor pope poppy porter portman post pot potter potts pound powder
    power powers pratt precious presley press price priest prime prince princess pringle prior proctor
    prosper proud prudence purse queen quick quill quinn rage rail rain raines rainey rains ram rand
    randy rank raven ray read reader reed reef reeves regal render rest rex rhodes rice rich rider ridge
    ring rise ritter river rivers roach rob robin rock rod rode roe roper rose rosemary rover row rowe
    royal ruby ruff rule rush rust rusty ryder saber sable saddler sage saint salt salter sand sandals
    sanders sands sandy savage sawyer scarlet seal seals seaman sears self sell sellers serene sergeant
    sexton shade shadow sharp shay sheen shell shepherd sheriff shine shirt shoemaker shore short shy
    sierra silk silver silvers sincere singer singh singleton skinner skip sky slack slate slaughter
    sleet sloan slone small smart smith snow soldier sommers son song sonny south sparks sparrow spear
    speed spence spencer spicer spring springer squires stack stall stanch star stark starr stars steel
    steele steep step sterling stern stewart stiles stock stocks stone storey storm story stout strange
    street strong stump sue sugar sully summer summers sun sunny sutton swan sweet swift sylvan tab
    tailor tall tanner tate tawny taylor teal ted teller temperance temple terrace terry thatcher thorn
    thorne thrasher tide tiffany tiller tim timber toby todd toll tom tony topper tower town towns trace
    tracer tracy trapper travers trench trinity trip true trump trusty tucker turk turner twig tyler
    underhill underwood unity upright usher vale van vance vane vaughn verity vest vine violet virtue
    wade wages wait walker wall waller walls ward ware warner warren waters watt way weary weaver web
    webb webber weed weir welch welcome well weller wells wendell west wheat wheeler whip white
    whitehead whitehouse will willow wills win wing winner winter winters wire wise witt wolf wolfe
    wonder wood woodruff woods woodward worth wright yard yates york young youngblood zest
    """
)

MONTHS = listed(
    """
    apr april aug august dec december feb february fri friday jan january jul july jun june mar march may
    mon monday nov november oct october sat saturday sep sept september sun sunday thu thur thurs thursday
    tue tues tuesday wed wednesday
    """
)

# Peoples as demographics name them; a population is nobody's name.
PEOPLES = frozenset(
    {
        *("african american", "african-american", "asian american", "native american", "american indian", "inuit"),
        *("alaska native", "pacific islander", "native hawaiian", "mexican american", "middle eastern", "south asian"),
        *("east asian", "west african", "african", "american", "asian", "european", "hispanic", "latino", "latina"),
        *("latinx", "caucasian", "puerto rican", "ashkenazi jewish", "ashkenazi", "sephardic", "arab american"),
        *("first nations", "aboriginal"),
    }
)
