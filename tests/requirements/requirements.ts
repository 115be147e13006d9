/** The requirements of the law that the ledger answers to: id, obligation in short, article. Where the specification lies beside the project, a test compares the ids. */
export const requirements: ReadonlyArray<{
  readonly id: string;
  readonly obligation: string;
  readonly article: string;
}> = [
  {
    id: 'REQ-REC-01',
    obligation:
      'Every firearm subject to the Directive is recorded in a computerised data-filing system, centralised or decentralised',
    article: '4(5) [4(4)]',
  },
  {
    id: 'REQ-REC-02',
    obligation: 'Type, make, model, calibre and serial number of each firearm are recorded',
    article: '4(5)(a)',
  },
  {
    id: 'REQ-REC-03',
    obligation: "The mark on frame or receiver is the firearm's unique identifier",
    article: '4(5)(a), 4(1)',
  },
  {
    id: 'REQ-REC-04',
    obligation:
      'Serial number or mark of each essential component is recorded where it differs from the frame/receiver',
    article: '4(5)(b)',
  },
  {
    id: 'REQ-REC-05',
    obligation: 'Names and addresses of suppliers and of acquirers or possessors are recorded with dates',
    article: '4(5)(c)',
  },
  {
    id: 'REQ-REC-06',
    obligation: 'Conversions or modifications that change category or subcategory are recorded with dates',
    article: '4(5)(d)',
  },
  {
    id: 'REQ-REC-07',
    obligation: 'Certified deactivation or destruction is recorded with its date',
    article: '4(5)(d)',
  },
  { id: 'REQ-REC-08', obligation: 'Records incl', article: '4(5) subpara 2' },
  {
    id: 'REQ-REC-09',
    obligation:
      'Authorities that grant/withdraw authorisations under 9 and 10 [6, 7], and customs, may access records until 10 years after destruction',
    article: '4(5) subpara 3(a)',
  },
  {
    id: 'REQ-REC-10',
    obligation:
      'Authorities for prevention, investigation, detection, prosecution, execution of penalties may access until 30 years after destruction',
    article: '4(5) subpara 3(b)',
  },
  {
    id: 'REQ-REC-11',
    obligation:
      'Personal data is deleted when the period expires, save where specific data was handed to a law-enforcement (or compatible-purpose) authority and …',
    article: '4(5) subpara 4',
  },
  {
    id: 'REQ-REC-12',
    obligation: 'Every firearm can be linked to its owner at any moment',
    article: '4(6) [4(5)]',
  },
  {
    id: 'REQ-REC-13',
    obligation: 'The system is updated immediately on receipt of dealer transaction information',
    article: '4(5) last subpara',
  },
  { id: 'REQ-REC-14', obligation: 'Authorised authorities are guaranteed access', article: '4(5)' },
  {
    id: 'REQ-REC-15',
    obligation:
      'Firearms and components are registered without delay after manufacture and before market placement, or without delay after import',
    article: '4(1)(b)',
  },
  {
    id: 'REQ-MRK-01',
    obligation:
      'Firearms and components made or imported on/after 14 Sept 2018 bear a clear, permanent, unique mark, applied without delay after manufacture and …',
    article: '4(1)(a) [4(1)]',
  },
  {
    id: 'REQ-MRK-02',
    obligation:
      'The mark contains manufacturer or brand, country or place of manufacture, serial number, year of manufacture (if not part of the serial) and, …',
    article: '4(2)',
  },
  {
    id: 'REQ-MRK-03',
    obligation:
      'A component too small for the full mark bears at least a serial number or an alphanumeric or digital code',
    article: '4(2)',
  },
  {
    id: 'REQ-MRK-04',
    obligation: 'Characters at least 1.6 mm high (smaller allowed only for too-small components)',
    article: '2019/68 annex',
  },
  {
    id: 'REQ-MRK-05',
    obligation:
      'Marks at least 0.0762 mm deep for items first placed on the market after the 18th month following 22 Jan 2024 (from 22 July 2025)',
    article: '2024/325',
  },
  {
    id: 'REQ-MRK-06',
    obligation:
      'Non-metallic frames/receivers of a specified kind carry an embedded metal plate that cannot be removed without destroying part of it, or an …',
    article: '2019/68 annex',
  },
  {
    id: 'REQ-MRK-07',
    obligation:
      'On transfer from government stock to permanent civilian use the item gets the unique mark permitting identification of the transferring entity',
    article: '4(2) last subpara; Protocol 8(1)(c); ITI 8(c)',
  },
  {
    id: 'REQ-MRK-08',
    obligation:
      'Imported firearms bear a simple mark of country and, where possible, year of import, plus a unique mark if none exists',
    article: 'Protocol 8(1)(b); ITI 8(b)',
  },
  {
    id: 'REQ-MRK-09',
    obligation:
      'Illicit arms found on the territory are uniquely marked and recorded, or destroyed, as soon as possible',
    article: 'ITI 9; PoA II.16; Protocol 6(2)',
  },
  {
    id: 'REQ-MRK-10',
    obligation:
      'Marks sit on an essential or structural part whose destruction makes the weapon permanently inoperable, e.g',
    article: 'ITI 10; Dir. 4(2)',
  },
  { id: 'REQ-MRK-11', obligation: 'Historic firearms are marked as national law says', article: '4(2)' },
  {
    id: 'REQ-MRK-12',
    obligation: 'Smallest ammunition package carries maker, lot, calibre, type',
    article: '4(2)',
  },
  {
    id: 'REQ-CMP-01',
    obligation:
      'Components are marked and recorded whether part of a firearm or placed separately on the market',
    article: '4(1), 4(5)',
  },
  {
    id: 'REQ-CMP-02',
    obligation: 'A component is linked to the firearm it is fitted in, with dates',
    article: '4(5)(b)',
  },
  {
    id: 'REQ-CMP-03',
    obligation: 'A loose component takes the category of the firearm it is meant for',
    article: '1(1)(2)',
  },
  {
    id: 'REQ-CMP-04',
    obligation: "Retention of a component runs from the component's own destruction",
    article: '4(5) subpara 2',
  },
  {
    id: 'REQ-CAT-01',
    obligation: 'Category and subcategory with effective dates are stored with the facts used',
    article: 'Annex I',
  },
  {
    id: 'REQ-CAT-02',
    obligation:
      'Category A is prohibited save specific authorisations (protection, collectors, dealers, museums, target shooters)',
    article: '9 [6]',
  },
  {
    id: 'REQ-CAT-03',
    obligation: 'Category B needs an authorisation to acquire and to possess',
    article: '10 [7]',
  },
  { id: 'REQ-CAT-04', obligation: 'Category C must be declared', article: '11 [8]' },
  {
    id: 'REQ-CAT-05',
    obligation: 'Authorisations are reviewed at least every 5 years',
    article: '9, 10(4) [6, 7(4)] (paragraph of 9 unverified)',
  },
  {
    id: 'REQ-CAT-06',
    obligation:
      'Category B authorisation is withdrawn if the person holds an over-capacity loading device without right',
    article: '6(3) [5(3)] (paragraph unverified)',
  },
  {
    id: 'REQ-CAT-07',
    obligation:
      "No category B authorisation for a resident of another Member State without that State's prior agreement",
    article: '10(1)-(2) [7]',
  },
  {
    id: 'REQ-DLR-01',
    obligation: 'Dealers and brokers are registered, licensed, and checked for integrity and ability',
    article: '4(4) [4(3)]',
  },
  {
    id: 'REQ-DLR-02',
    obligation:
      'They keep a register of every firearm and component received or disposed of, with type, make, model, calibre, serial, and names and addresses of …',
    article: '4(5)',
  },
  {
    id: 'REQ-DLR-03',
    obligation: 'On cessation the register is handed to the authority responsible for the data-filing system',
    article: '4(5); ITI 13',
  },
  {
    id: 'REQ-DLR-04',
    obligation: 'Transactions are reported to the authority without undue delay',
    article: '4(5)',
  },
  {
    id: 'REQ-DLR-05',
    obligation: 'Dealers and brokers have an electronic connection for this',
    article: '4(5)',
  },
  {
    id: 'REQ-DLR-06',
    obligation: 'Suspicious ammunition transactions may be refused and attempted ones are reported',
    article: '13(2) [10(2)] (paragraph unverified)',
  },
  {
    id: 'REQ-DLR-07',
    obligation:
      'In distance sales identity and authorisation of the buyer are checked before or at delivery by a dealer, broker or authority',
    article: '8 [5b]',
  },
  {
    id: 'REQ-TRF-01',
    obligation: 'Before a firearm leaves, the State where it is receives',
    article: '16(2) [11(2)]',
  },
  { id: 'REQ-TRF-02', obligation: 'The State examines the conditions, notably security', article: '16(2)' },
  {
    id: 'REQ-TRF-03',
    obligation: 'The licence accompanies the firearm and is shown on demand',
    article: '16(2)',
  },
  {
    id: 'REQ-TRF-04',
    obligation: 'A dealer may get a general permission (at most 3 years) to send to dealers in other States',
    article: '16(3) [11(3)]',
  },
  {
    id: 'REQ-TRF-05',
    obligation: 'Each State tells the others for which firearms its prior consent is not needed',
    article: '16(4) [11(4)]',
  },
  { id: 'REQ-TRF-06', obligation: 'Distance-contract sales follow the same procedure', article: '16(1)' },
  {
    id: 'REQ-TRF-07',
    obligation:
      'Handing a firearm over on the territory to a non-resident is allowed only with authorisation/consent, transfer under art',
    article: '12 [9]',
  },
  {
    id: 'REQ-PAS-01',
    obligation:
      'A pass is issued on request, valid at most 5 years (extendable), lists the firearms, and shows changes of possession or characteristics and loss …',
    article: '1(3) [1(3); 1(4) before 2017] (paragraph unverified)',
  },
  { id: 'REQ-PAS-02', obligation: 'Pass content', article: 'Annex II' },
  {
    id: 'REQ-PAS-03',
    obligation:
      'Journeys need prior authorisations entered on the pass (max 1 year, renewable) except hunters/re-enactors (C) and target shooters (B, C and …',
    article: '17 [12]',
  },
  {
    id: 'REQ-EXC-01',
    obligation: 'All useful information on definitive transfers goes to the State of destination',
    article: '18(1) [13(1)]',
  },
  {
    id: 'REQ-EXC-02',
    obligation:
      'Transfer information, and acquisitions/possession by non-residents, are sent at the latest at the time of transfer to destination and, where …',
    article: '18(2) [13(2)]',
  },
  {
    id: 'REQ-EXC-03',
    obligation:
      'Authorities exchange electronically authorisations of transfer and refusals under 9 and 10 for reasons of security or reliability',
    article: '18(4)-(5) [13(4)-(5)]; 2019/686; 2021/1423',
  },
  {
    id: 'REQ-EXC-04',
    obligation: 'Before granting category A/B, check whether the person was refused elsewhere (look-up)',
    article: 'purpose of 18(4)',
  },
  {
    id: 'REQ-EXC-05',
    obligation: 'Refusal entries are updated or deleted when the decision falls',
    article: '2021/1423 (exact fields and period unverified)',
  },
  {
    id: 'REQ-LST-01',
    obligation: 'Loss and theft are recorded against firearm, holder and pass',
    article: '1(3), 4(6); national',
  },
  {
    id: 'REQ-LST-02',
    obligation: 'Lost/stolen firearms are made searchable internationally',
    article: 'SIS 2018/1862 art. 38(2)(j) (EU/Schengen); INTERPOL iARMS (voluntary)',
  },
  {
    id: 'REQ-LST-03',
    obligation: 'A firearm under open loss/theft alert cannot change holder',
    article: 'derived from 4(5)-(6)',
  },
  {
    id: 'REQ-DEA-01',
    obligation: 'Deactivation is verified by a designated authority, which issues a certificate and mark',
    article: '15 [10b]; 2015/2403 art. 3, 5',
  },
  { id: 'REQ-DEA-02', obligation: 'Mark on all components modified', article: '2015/2403 art. 5, annex II' },
  {
    id: 'REQ-DEA-03',
    obligation: 'Certificate',
    article: '2015/2403 art. 3, annex III (field list partly unverified)',
  },
  {
    id: 'REQ-DEA-04',
    obligation:
      'A record of certificates with date of deactivation and certificate number is kept at least 20 years',
    article: '2015/2403 art. 3(6) (paragraph unverified)',
  },
  {
    id: 'REQ-DEA-05',
    obligation: 'Transfer within the Union only with common mark and certificate',
    article: '2015/2403 art. 1(2), 7',
  },
  {
    id: 'REQ-DEA-06',
    obligation: 'Deactivated firearms are category C6 and stay registered with their holder',
    article: 'Annex I C6',
  },
  {
    id: 'REQ-ALM-01',
    obligation: 'Alarm/signal weapons meeting 2019/69 are not registered',
    article: '14 [10a]',
  },
  {
    id: 'REQ-IMP-01',
    obligation: 'Export needs authorisation',
    article: '258/2012 art. 4, 7; Protocol 10(2)',
  },
  {
    id: 'REQ-IMP-02',
    obligation:
      'Licence shows place and date of issue, expiry, countries of export, import, transit, final recipient, description and quantity',
    article: 'Protocol 10(3)',
  },
  {
    id: 'REQ-IMP-03',
    obligation: 'Keep at least 20 years',
    article: '258/2012 art. 12; Protocol 7 (at least 10 years)',
  },
  {
    id: 'REQ-IMP-04',
    obligation: 'From application of 2025/41',
    article: '2025/41 art. 10; other articles unverified',
  },
  {
    id: 'REQ-IMP-05',
    obligation: 'Exports of military-list SALW: record end-user certificate and diversion assessment',
    article: '2008/944/CFSP; 2021/38/CFSP',
  },
  {
    id: 'REQ-TRC-01',
    obligation:
      'Records of all marked arms in the territory are accurate, comprehensive and promptly retrievable',
    article: 'ITI 11; PoA II.9',
  },
  { id: 'REQ-TRC-02', obligation: 'Keep records indefinitely if possible', article: 'ITI 12' },
  {
    id: 'REQ-TRC-03',
    obligation: 'Records of firms that go out of business are forwarded to the State',
    article: 'ITI 13',
  },
  { id: 'REQ-TRC-04', obligation: 'A trace request states', article: 'ITI 17' },
  {
    id: 'REQ-TRC-05',
    obligation:
      'Acknowledge in reasonable time, answer promptly and reliably, may ask for more, may delay/restrict/refuse on listed grounds and must then say why',
    article: 'ITI 18-23',
  },
  {
    id: 'REQ-TRC-06',
    obligation: "Respect the requesting State's restrictions and confidentiality",
    article: 'ITI 15',
  },
  {
    id: 'REQ-TRC-07',
    obligation: 'Single national contact point for tracing',
    article: 'ITI 25; Protocol 13(2)',
  },
  {
    id: 'REQ-TRC-08',
    obligation: 'Parties cooperate in tracing and answer promptly and accurately',
    article: 'Protocol 12(4)',
  },
  {
    id: 'REQ-TRC-09',
    obligation:
      'Seized arms are destroyed unless other disposal is officially authorised, marked and recorded',
    article: 'Protocol 6(2); PoA II.16',
  },
  {
    id: 'REQ-TRC-10',
    obligation:
      'Report every two years on PoA/ITI; SDG 16.4.2 = share of seized, found or surrendered arms whose illicit origin was traced or established',
    article: 'ITI 36; SDG',
  },
  {
    id: 'REQ-DPR-01',
    obligation:
      'Registry administration runs under GDPR; police/prosecution use under LED; each read states its regime and purpose',
    article: 'GDPR 5-6; LED 1-4, 8',
  },
  {
    id: 'REQ-DPR-02',
    obligation: 'Log collection, alteration, consultation, disclosure incl',
    article: 'LED 25',
  },
  {
    id: 'REQ-DPR-03',
    obligation: 'Distinguish categories of data subject and facts from assessments',
    article: 'LED 6-7',
  },
  { id: 'REQ-DPR-04', obligation: 'Rectify wrong data, tell recipients', article: 'GDPR 16, 19; LED 16' },
  {
    id: 'REQ-DPR-05',
    obligation: 'Access right of the person, with lawful restrictions',
    article: 'GDPR 15, 23; LED 14-15',
  },
  {
    id: 'REQ-DPR-06',
    obligation: 'No erasure on demand while a legal duty to keep exists',
    article: 'GDPR 17(3)(b)',
  },
  {
    id: 'REQ-DPR-07',
    obligation: 'Data-protection by design, security, DPIA',
    article: 'GDPR 25, 32, 35; LED 20, 27, 29',
  },
  {
    id: 'REQ-DPR-08',
    obligation: 'Transfers to non-EU authorities need a chapter V ground',
    article: 'GDPR 44-49; LED 35-38',
  },
  {
    id: 'REQ-AUD-01',
    obligation: 'Show integrity, accountability and origin of records',
    article: 'GDPR 5(1)(f), 5(2), 32; LED 29',
  },
  {
    id: 'REQ-AUD-02',
    obligation:
      'Optionally obtain legal presumption of order and integrity by qualified time stamps / a qualified ledger',
    article: 'eIDAS 41, 42, 45k, 45l',
  },
  {
    id: 'REQ-AUD-03',
    obligation: 'Corrections keep the original visible',
    article:
      '4(5) by purpose; good practice (US ATF Ruling 2016-1 demands original, corrected and combined views)',
  },
];
