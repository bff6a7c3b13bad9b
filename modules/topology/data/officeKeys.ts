import type { PublicKeyRow } from "./publicKeyList.ts";
import type { Source } from "./source.ts";

export const officeKeysSource: Source = {
  url: "https://learn.microsoft.com/office/volume-license-activation/gvlks",
  edition: null,
  retrieved: "2026-11-24",
};

/**
 * Generic volume licence keys of Office, Project and Visio. The page as it was read ends with 2021: a key of Office LTSC
 * 2024 is not known to be public.
 */
export const officeKeys: readonly PublicKeyRow[] = [
  ["FXYTK-NJJ8C-GB6DW-3DYQT-6F7TH", "Office LTSC Professional Plus 2021"],
  ["KDX7X-BNVR8-TXXGX-4Q7Y8-78VT3", "Office LTSC Standard 2021"],
  ["FTNWT-C6WBT-8HMGF-K9PRX-QV9H8", "Project Professional 2021"],
  ["J2JDC-NJCYY-9RGQ4-YXWMH-T3D4T", "Project Standard 2021"],
  ["KNH8D-FGHT4-T8RK3-CTDYJ-K2HT4", "Visio LTSC Professional 2021"],
  ["MJVNY-BYWPY-CWV6J-2RKRT-4M8QG", "Visio LTSC Standard 2021"],
  ["WM8YG-YNGDD-4JHDC-PG3F4-FC4T4", "Access LTSC 2021"],
  ["NWG3X-87C9K-TC7YY-BC2G7-G6RVC", "Excel LTSC 2021"],
  ["C9FM6-3N72F-HFJXB-TM3V9-T86R9", "Outlook LTSC 2021"],
  ["TY7XF-NFRBR-KJ44C-G83KF-GX27K", "PowerPoint LTSC 2021"],
  ["2MW9D-N4BXM-9VBPG-Q7W6M-KFBGQ", "Publisher LTSC 2021"],
  ["HWCXN-K3WBT-WJBKY-R8BD9-XK29P", "Skype for Business LTSC 2021"],
  ["TN8H9-M34D3-Y64V9-TR72V-X79KV", "Word LTSC 2021"],
  ["NMMKJ-6RK4F-KMJVX-8D9MJ-6MWKP", "Office Professional Plus 2019"],
  ["6NWWJ-YQWMR-QKGCB-6TMB3-9D9HK", "Office Standard 2019"],
  ["B4NPR-3FKK7-T2MBV-FRQ4W-PKD2B", "Project Professional 2019"],
  ["C4F7P-NCP8C-6CQPT-MQHV9-JXD2M", "Project Standard 2019"],
  ["9BGNQ-K37YR-RQHF2-38RQ3-7VCBB", "Visio Professional 2019"],
  ["7TQNQ-K3YQQ-3PFH7-CCPPM-X4VQ2", "Visio Standard 2019"],
  ["9N9PT-27V4Y-VJ2PD-YXFMF-YTFQT", "Access 2019"],
  ["TMJWT-YYNMB-3BKTF-644FC-RVXBD", "Excel 2019"],
  ["7HD7K-N4PVK-BHBCQ-YWQRW-XW4VK", "Outlook 2019"],
  ["RRNCX-C64HY-W2MM7-MCH9G-TJHMQ", "PowerPoint 2019"],
  ["G2KWX-3NW6P-PY93R-JXK2T-C9Y9V", "Publisher 2019"],
  ["NCJ33-JHBBY-HTK98-MYCV8-HMKHJ", "Skype for Business 2019"],
  ["PBX3G-NWMT6-Q7XBW-PYJGG-WXD33", "Word 2019"],
  ["XQNVK-8JYDB-WJ9W3-YJ8YR-WFG99", "Office Professional Plus 2016"],
  ["JNRGM-WHDWX-FJJG3-K47QV-DRTFM", "Office Standard 2016"],
  ["YG9NW-3K39V-2T3HJ-93F3Q-G83KT", "Project Professional 2016"],
  ["GNFHQ-F6YQM-KQDGJ-327XX-KQBVC", "Project Standard 2016"],
  ["PD3PC-RHNGV-FXJ29-8JK7D-RJRJK", "Visio Professional 2016"],
  ["7WHWN-4T7MP-G96JF-G33KR-W8GF4", "Visio Standard 2016"],
  ["GNH9Y-D2J4T-FJHGG-QRVH7-QPFDW", "Access 2016"],
  ["9C2PK-NWTVB-JMPW8-BFT28-7FTBF", "Excel 2016"],
  ["DR92N-9HTF2-97XKM-XW2WJ-XW3J6", "OneNote 2016"],
  ["R69KK-NTPKF-7M3Q4-QYBHW-6MT9B", "Outlook 2016"],
  ["J7MQP-HNJ4Y-WJ7YM-PFYGF-BY6C6", "PowerPoint 2016"],
  ["F47MM-N3XJP-TQXJ9-BP99D-8K837", "Publisher 2016"],
  ["869NQ-FJ69K-466HW-QYCP2-DDBV6", "Skype for Business 2016"],
  ["WXY84-JN2Q9-RBCCQ-3Q3J3-3PFJ6", "Word 2016"],
];
