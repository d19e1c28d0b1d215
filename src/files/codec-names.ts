/** What people call the codecs that containers name by four characters, numbers or paths. */

/** Name, and the codes that containers give it; the codes in lower case. */
const NAMES = {
  'MPEG-4 Part 2': [
    'xvid',
    'divx',
    'dx50',
    'fmp4',
    'mp4v',
    'mp4s',
    'm4s2',
    '3iv2',
    '3ivx',
    'rmp4',
    'blz0',
    'sedg',
    'xvix',
    'smp4',
    'dm4v',
    'v_mpeg4/iso/asp',
    'v_mpeg4/iso/sp',
    'v_mpeg4/iso/ap',
  ],
  'Microsoft MPEG-4': [
    'div3',
    'div4',
    'div5',
    'mp43',
    'mp42',
    'mp41',
    'mpg4',
    'ap41',
    'col1',
    'v_mpeg4/ms/v3',
  ],
  'H.263': ['h263', 's263', 'u263', 'm263', 'x263', 'i263'],
  'Sorenson Spark': ['flv1'],
  'MPEG-1 video': ['mpg1', 'm1v ', 'mpeg', 'v_mpeg1'],
  'MPEG-2 video': [
    'mpg2',
    'm2v1',
    'mx5n',
    'mx5p',
    'mx3n',
    'mx3p',
    'hdv1',
    'hdv2',
    'hdv3',
    'xdv2',
    'xdvc',
    'xd5b',
    'v_mpeg2',
  ],
  'Windows Media Video': ['wmv1', 'wmv2', 'wmv3', 'wmva', 'wmvp', 'wvp2', 'mss1', 'mss2', 'msa1'],
  'VC-1': ['wvc1', 'vc-1'],
  'Apple ProRes': ['apch', 'apcn', 'apcs', 'apco', 'ap4h', 'ap4x', 'aprn', 'aprh', 'prores', 'v_prores'],
  'Avid DNxHD': ['avdn', 'avdh'],
  DV: [
    'dvsd',
    'dvhd',
    'dv25',
    'dv50',
    'dvc ',
    'dvcp',
    'dvpp',
    'dv5n',
    'dv5p',
    'dvh5',
    'dvh6',
    'cdvc',
    'dvsl',
  ],
  HuffYUV: ['hfyu', 'ffvh'],
  FFV1: ['ffv1', 'v_ffv1'],
  Lagarith: ['lags'],
  'Ut Video': ['ulrg', 'ulra', 'uly0', 'uly2', 'uly4', 'ulh0', 'ulh2', 'ulh4'],
  Cinepak: ['cvid'],
  Indeo: ['iv31', 'iv32', 'iv41', 'iv50', 'rt21'],
  'Sorenson Video': ['svq1', 'svq3'],
  'JPEG 2000': ['mjp2', 'mj2c', 'lj2k'],
  CineForm: ['cfhd'],
  'On2 VP6': ['vp60', 'vp61', 'vp62', 'vp6f', 'vp6a'],
  Theora: ['theo', 'vp30', 'vp31', 'v_theora'],
  RealVideo: ['rv10', 'rv20', 'rv30', 'rv40', 'v_real/rv10', 'v_real/rv20', 'v_real/rv30', 'v_real/rv40'],
  'TechSmith screen video': ['tscc', 'tsc2'],
  'Flash screen video': ['fsv1', 'fsv2'],
  'QuickTime Animation': ['rle ', 'v_quicktime'],
  'HEVC (H.265)': ['hevc', 'hvc1', 'hev1', 'h265', 'x265', 'dvh1', 'dvhe', 'v_mpegh/iso/hevc'],
  'VVC (H.266)': ['vvc1', 'vvi1'],
  'H.264': ['avc', 'h264', 'x264', 'avc1', 'avc3', 'davc', 'vssh', 'v_mpeg4/iso/avc'],
  VP8: ['vp8', 'vp80', 'vp08', 'v_vp8'],
  VP9: ['vp9', 'vp90', 'vp09', 'v_vp9'],
  AV1: ['av1', 'av01', 'v_av1'],
  'uncompressed video': ['2vuy', 'v210', 'yuv2', 'yuvs', 'raw ', 'b48r', 'v410', 'v308'],
  'PNG video': ['png '],
  'Microsoft Video 1': ['cram', 'msvc', 'wham'],
  'Motion JPEG': ['mjpg', 'avrn', 'dmb1', 'jpeg', 'mjpa', 'mjpb', 'v_mjpeg'],
} as const satisfies Record<string, readonly string[]>;

export type CodecName = keyof typeof NAMES;

const BY_CODE = new Map<string, string>(
  Object.entries(NAMES).flatMap(([name, codes]) => codes.map((code) => [code, name] as const)),
);

/** The family of a code, whatever its case; null for one that is not listed. */
export function familyOf(code: string): string | null {
  return BY_CODE.get(code.toLowerCase()) ?? null;
}

/** "MPEG-4 Part 2 (XVID)"; of an unlisted code what the container says: "the codec “ABCD”". */
export function codecName(code: string): string {
  const plain = code.replaceAll(/[^\x20-\x7e]/g, '').trim();
  const family = familyOf(code);
  if (family === null) return plain === '' ? 'an unnamed codec' : `the codec “${plain}”`;
  return plain.length === 4 && !family.toLowerCase().includes(plain.toLowerCase())
    ? `${family} (${plain})`
    : family;
}

const STREAM_TYPES: Record<number, CodecName> = {
  0x01: 'MPEG-1 video',
  0x02: 'MPEG-2 video',
  0x10: 'MPEG-4 Part 2',
  0x1b: 'H.264',
  0x24: 'HEVC (H.265)',
  0x33: 'VVC (H.266)',
  0xea: 'VC-1',
};

/** By the stream type of an MPEG program map; null if it is none of a picture. */
export function streamTypeName(type: number): CodecName | null {
  return STREAM_TYPES[type] ?? null;
}
