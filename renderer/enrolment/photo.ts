/** px */
const longestSide = 1280
const quality = 0.9

export interface Photo {
  picture: HTMLCanvasElement
  jpeg: Uint8Array<ArrayBuffer>
}

/**
 * What the video shows now, as the camera sees it: not mirrored, and at most 1280 px long.
 * Give it to `discardPhoto` once it is of no use. @throws Error while the video shows nothing
 */
export async function takePhoto(video: HTMLVideoElement): Promise<Photo> {
  const { videoWidth, videoHeight } = video
  const scale = Math.min(1, longestSide / Math.max(videoWidth, videoHeight))
  const picture = document.createElement('canvas')
  picture.width = Math.round(videoWidth * scale)
  picture.height = Math.round(videoHeight * scale)
  picture.getContext('2d')?.drawImage(video, 0, 0, picture.width, picture.height)
  const jpeg = await new Promise<Blob | null>((resolve) => picture.toBlob(resolve, 'image/jpeg', quality))
  if (!jpeg) throw new Error('There was no picture to take')
  return { picture, jpeg: new Uint8Array(await jpeg.arrayBuffer()) }
}

/** Frees what it shows, and overwrites what was to be sent. */
export function discardPhoto({ picture, jpeg }: Photo): void {
  picture.width = 0
  jpeg.fill(0)
}
