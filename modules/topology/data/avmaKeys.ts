import type { PublicKeyRow } from "./publicKeyList.ts";
import type { Source } from "./source.ts";

export const avmaKeysSource: Source = {
  url: "https://learn.microsoft.com/windows-server/get-started/automatic-vm-activation",
  edition: "2023-09-19",
  retrieved: "2026-11-24",
};

/**
 * Keys of automatic virtual machine activation, with the guests that each belongs to. The page as it was read ends with
 * 2022: a key of Windows Server 2025 is not known to be public.
 */
export const avmaKeys: readonly PublicKeyRow[] = [
  ["W3GNR-8DDXR-2TFRP-H8P33-DV9BG", "Windows Server 2022 Datacenter"],
  ["F7TB6-YKN8Y-FCC6R-KQ484-VMK3J", "Windows Server 2022 Datacenter: Azure Edition"],
  ["YDFWN-MJ9JR-3DYRK-FXXRW-78VHK", "Windows Server 2022 Standard"],
  [
    "H3RNG-8C32Q-Q8FRX-6TDXV-WMBMW",
    "Windows Server 2019 Datacenter",
    "Windows Server Datacenter, versions 1809 to 1909",
  ],
  ["TNK62-RXVTB-4P47B-2D623-4GF74", "Windows Server 2019 Standard", "Windows Server Standard, versions 1809 to 1909"],
  ["2CTP7-NHT64-BP62M-FV6GG-HFV28", "Windows Server 2019 Essentials"],
  [
    "TMJ3Y-NTRTM-FJYXT-T22BY-CWG3J",
    "Windows Server 2016 Datacenter",
    "Windows Server Datacenter, versions 1709 and 1803",
  ],
  ["C3RCX-M6NRP-6CXC9-TW2F2-4RHYD", "Windows Server 2016 Standard", "Windows Server Standard, versions 1709 and 1803"],
  ["B4YNW-62DX9-W8V6M-82649-MHBKQ", "Windows Server 2016 Essentials"],
  ["Y4TGP-NPTV9-HTC2H-7MGQ3-DV4TW", "Windows Server 2012 R2 Datacenter"],
  ["DBGBW-NPF86-BJVTX-K3WKJ-MTB6V", "Windows Server 2012 R2 Standard"],
  ["K2XGM-NMBT3-2R6Q8-WF2FK-P36R2", "Windows Server 2012 R2 Essentials"],
];
