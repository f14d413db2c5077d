<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Something went wrong that the app did not expect. It goes on, but a restart is wise.</source>
        <translation>Etwas Unerwartetes ist passiert. Das Programm läuft weiter, aber ein Neustart ist ratsam.</translation>
    </message>
    <message>
        <source>{name} is neither a photo, a video, an .avatar nor a .take.</source>
        <translation>{name} ist weder ein Foto, ein Video, ein .avatar noch ein .take.</translation>
    </message>
    <message>
        <source>Keep the new avatar or discard it first.</source>
        <translation>Behalten oder verwerfen Sie zuerst den neuen Avatar.</translation>
    </message>
    <message>
        <source>Save the changed avatar or cancel the change first.</source>
        <translation>Speichern Sie zuerst die Änderung des Avatars oder brechen Sie sie ab.</translation>
    </message>
    <message>
        <source>An avatar is being made already. Wait until it is ready, or cancel it.</source>
        <translation>Ein Avatar entsteht bereits. Warten Sie, bis er fertig ist, oder brechen Sie ab.</translation>
    </message>
    <message>
        <source>Avatar</source>
        <translation>Avatar</translation>
    </message>
    <message>
        <source>New avatar</source>
        <translation>Neuer Avatar</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Show an .avatar file and add it to your avatars</source>
        <translation>Eine .avatar-Datei zeigen und zu Ihren Avataren legen</translation>
    </message>
    <message>
        <source>Change, rename, copy, export or delete the selected avatar</source>
        <translation>Den gewählten Avatar ändern, umbenennen, kopieren, exportieren oder löschen</translation>
    </message>
    <message>
        <source>Wrinkles and pores</source>
        <translation>Falten und Poren</translation>
    </message>
    <message>
        <source>New avatars take the fine relief of the skin from their photo, too</source>
        <translation>Neue Avatare übernehmen auch das feine Relief der Haut aus ihrem Foto</translation>
    </message>
    <message>
        <source>Choose a photo of a face</source>
        <translation>Foto eines Gesichts wählen</translation>
    </message>
    <message>
        <source>Photos ({wanted})</source>
        <translation>Fotos ({wanted})</translation>
    </message>
    <message>
        <source>Open an avatar</source>
        <translation>Avatar öffnen</translation>
    </message>
    <message>
        <source>Models for other programs (*.glb)</source>
        <translation>Modelle für andere Programme (*.glb)</translation>
    </message>
    <message>
        <source>{name} is being written: wait for it.</source>
        <translation>{name} wird geschrieben: Warten Sie darauf.</translation>
    </message>
    <message>
        <source>Avatars (*.avatar)</source>
        <translation>Avatare (*.avatar)</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Progress of the calibration</source>
        <translation>Fortschritt der Kalibrierung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Keep your neutral face as it was (Esc)</source>
        <translation>Das neutrale Gesicht lassen, wie es war (Esc)</translation>
    </message>
    <message>
        <source>Look relaxed</source>
        <translation>Schauen Sie entspannt</translation>
    </message>
    <message>
        <source>Into the camera, lips closed, brows at ease.</source>
        <translation>In die Kamera, Lippen geschlossen, Brauen locker.</translation>
    </message>
    <message>
        <source>Where are you?</source>
        <translation>Wo sind Sie?</translation>
    </message>
    <message>
        <source>Measuring waits until your face is in the picture.</source>
        <translation>Die Messung wartet, bis Ihr Gesicht im Bild ist.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>This is your neutral face from now on.</source>
        <translation>Das ist von nun an Ihr neutrales Gesicht.</translation>
    </message>
    <message>
        <source>Another colour</source>
        <translation>Andere Farbe</translation>
    </message>
    <message>
        <source>Background: another colour</source>
        <translation>Hintergrund: andere Farbe</translation>
    </message>
    <message>
        <source>Background: {colour}</source>
        <translation>Hintergrund: {colour}</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>What suits this computer</source>
        <translation>Was zu diesem Rechner passt</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>Exakt</translation>
    </message>
    <message>
        <source>The network draws the wrinkles of every picture</source>
        <translation>Das Netz zeichnet die Falten jedes Bildes</translation>
    </message>
    <message>
        <source>Baked</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>The wrinkles are blended from what the network drew when the avatar was made</source>
        <translation>Die Falten werden aus dem gemischt, was das Netz bei der Erstellung des Avatars gezeichnet hat</translation>
    </message>
    <message>
        <source>Depth of wrinkles and pores</source>
        <translation>Tiefe der Falten und Poren</translation>
    </message>
    <message>
        <source>How deep wrinkles and pores are; in the middle, as they are</source>
        <translation>Wie tief Falten und Poren sind; in der Mitte, wie sie sind</translation>
    </message>
    <message>
        <source>How wrinkles are made</source>
        <translation>Wie Falten entstehen</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>A new avatar is being made. Wait until it is ready, or cancel it.</source>
        <translation>Ein neuer Avatar entsteht. Warten Sie, bis er fertig ist, oder brechen Sie ab.</translation>
    </message>
    <message>
        <source>Bald</source>
        <translation>Kahl</translation>
    </message>
    <message>
        <source>Smooth cap</source>
        <translation>Glatt anliegend</translation>
    </message>
    <message>
        <source>Short crop</source>
        <translation>Kurz geschnitten</translation>
    </message>
    <message>
        <source>Full, with a fringe</source>
        <translation>Voll, mit Pony</translation>
    </message>
    <message>
        <source>Brushed back</source>
        <translation>Zurückgekämmt</translation>
    </message>
    <message>
        <source>Tied back</source>
        <translation>Zusammengebunden</translation>
    </message>
    <message>
        <source>Chin-long</source>
        <translation>Kinnlang</translation>
    </message>
    <message>
        <source>Long</source>
        <translation>Lang</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>Dark brown</source>
        <translation>Dunkelbraun</translation>
    </message>
    <message>
        <source>Brown</source>
        <translation>Braun</translation>
    </message>
    <message>
        <source>Chestnut</source>
        <translation>Kastanienbraun</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Blond</source>
        <translation>Blond</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>Hellblond</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>Hazel</source>
        <translation>Haselnussbraun</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Hairstyle</source>
        <translation>Frisur</translation>
    </message>
    <message>
        <source>Hair</source>
        <translation>Haare</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>Augen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Wie es war</translation>
    </message>
    <message>
        <source>{what}: another colour</source>
        <translation>{what}: andere Farbe</translation>
    </message>
    <message>
        <source>Search for an action or a key</source>
        <translation>Aktion oder Taste suchen</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Aktionen und ihre Tasten</translation>
    </message>
    <message>
        <source>Press the new key</source>
        <translation>Neue Taste drücken</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Move it here</source>
        <translation>Hierher verlegen</translation>
    </message>
    <message>
        <source>Press the new key of “{action}”:</source>
        <translation>Drücken Sie die neue Taste für „{action}“:</translation>
    </message>
    <message>
        <source>{keys} answers questions of the window: press another key.</source>
        <translation>{keys} beantwortet Fragen des Fensters: Drücken Sie eine andere Taste.</translation>
    </message>
    <message>
        <source>{keys} is the key of “{action}”: move it here, or press another one.</source>
        <translation>{keys} ist die Taste für „{action}“: Verlegen Sie sie hierher oder drücken Sie eine andere.</translation>
    </message>
    <message>
        <source>The changes of “{name}” are not saved.</source>
        <translation>Die Änderungen an „{name}“ sind nicht gespeichert.</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>The new avatar is not saved.</source>
        <translation>Der neue Avatar ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>Save it before you close the window?</source>
        <translation>Vor dem Schließen speichern?</translation>
    </message>
    <message>
        <source>“{stem}” was deleted.</source>
        <translation>„{stem}“ wurde gelöscht.</translation>
    </message>
    <message>
        <source>There is no deleted avatar to put back.</source>
        <translation>Es gibt keinen gelöschten Avatar zum Zurückholen.</translation>
    </message>
    <message>
        <source>“{stem}” was exported to {copy}.</source>
        <translation>„{stem}“ wurde nach {copy} exportiert.</translation>
    </message>
    <message>
        <source>“{stem}” is among your avatars.</source>
        <translation>„{stem}“ gehört jetzt zu Ihren Avataren.</translation>
    </message>
    <message>
        <source>Chroma green</source>
        <translation>Chroma-Grün</translation>
    </message>
    <message>
        <source>Chroma blue</source>
        <translation>Chroma-Blau</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Schlicht</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Blurred source</source>
        <translation>Unscharfe Quelle</translation>
    </message>
    <message>
        <source>Your room is then in the picture and in recordings, too blurred for anything to be made out.</source>
        <translation>Ihr Zimmer ist dann im Bild und in Aufnahmen, zu unscharf, um etwas zu erkennen.</translation>
    </message>
    <message>
        <source>Transparent</source>
        <translation>Transparent</translation>
    </message>
    <message>
        <source>See-through in the avatar&apos;s own window, for OBS, and in pictures. Videos are black there.</source>
        <translation>Durchsichtig im eigenen Fenster des Avatars, für OBS, und in Bildern. Videos sind dort schwarz.</translation>
    </message>
    <message>
        <source>Plain until a camera or a video runs. Your room is then in the picture, blurred.</source>
        <translation>Schlicht, bis eine Kamera oder ein Video läuft. Dann ist Ihr Zimmer unscharf im Bild.</translation>
    </message>
    <message>
        <source>From the photo</source>
        <translation>Aus dem Foto</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>Studio</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>Weich</translation>
    </message>
    <message>
        <source>From the side</source>
        <translation>Von der Seite</translation>
    </message>
    <message>
        <source>Evening sun</source>
        <translation>Abendsonne</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Nacht</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Choose a picture…</source>
        <translation>Bild wählen …</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Where the light comes from, in degrees</source>
        <translation>Woher das Licht kommt, in Grad</translation>
    </message>
    <message>
        <source>Moves the light around the avatar</source>
        <translation>Bewegt das Licht um den Avatar</translation>
    </message>
    <message>
        <source>Strength of the light</source>
        <translation>Stärke des Lichts</translation>
    </message>
    <message>
        <source>For capture by OBS, or for a second screen (F9)</source>
        <translation>Zum Aufnehmen mit OBS oder für einen zweiten Bildschirm (F9)</translation>
    </message>
    <message>
        <source>Background and light as at first</source>
        <translation>Hintergrund und Licht wie zu Beginn</translation>
    </message>
    <message>
        <source>Always on top</source>
        <translation>Immer vorn</translation>
    </message>
    <message>
        <source>No frame</source>
        <translation>Ohne Rahmen</translation>
    </message>
    <message>
        <source>A window without title bar and border: drag it by the bar that appears in it</source>
        <translation>Ein Fenster ohne Titelleiste und Rand: Ziehen Sie es an der Leiste, die darin erscheint</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Choose a background</source>
        <translation>Hintergrund wählen</translation>
    </message>
    <message>
        <source>Pictures ({wanted})</source>
        <translation>Bilder ({wanted})</translation>
    </message>
    <message>
        <source>Bring the avatar back</source>
        <translation>Avatar zurückholen</translation>
    </message>
    <message>
        <source>Open in its own window</source>
        <translation>Eigenes Fenster öffnen</translation>
    </message>
    <message>
        <source>Track with the &amp;best that is installed</source>
        <translation>Mit dem &amp;Besten verfolgen, das installiert ist</translation>
    </message>
    <message>
        <source>Track with the &amp;encoder</source>
        <translation>Mit dem &amp;Encoder verfolgen</translation>
    </message>
    <message>
        <source>Track &amp;landmarks</source>
        <translation>&amp;Landmarken verfolgen</translation>
    </message>
    <message>
        <source>Track with &amp;DECA (FLAME avatars)</source>
        <translation>Mit &amp;DECA verfolgen (FLAME-Avatare)</translation>
    </message>
    <message>
        <source>Track with S&amp;MIRK (FLAME avatars)</source>
        <translation>Mit S&amp;MIRK verfolgen (FLAME-Avatare)</translation>
    </message>
    <message>
        <source>Choose another…</source>
        <translation>Andere wählen …</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;New avatar</source>
        <translation>&amp;Neuer Avatar</translation>
    </message>
    <message>
        <source>New avatar from &amp;photo…</source>
        <translation>Neuer Avatar aus &amp;Foto …</translation>
    </message>
    <message>
        <source>New avatar from &amp;selfie</source>
        <translation>Neuer Avatar aus &amp;Selfie</translation>
    </message>
    <message>
        <source>&amp;Open avatar…</source>
        <translation>Avatar ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Play a &amp;video…</source>
        <translation>&amp;Video abspielen …</translation>
    </message>
    <message>
        <source>&amp;Transfer videos…</source>
        <translation>Videos über&amp;tragen …</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Avatar</source>
        <translation>&amp;Avatar</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>A&amp;nsicht</translation>
    </message>
    <message>
        <source>&amp;Face the front</source>
        <translation>Nach &amp;vorn schauen</translation>
    </message>
    <message>
        <source>&amp;Transfers</source>
        <translation>Über&amp;tragungen</translation>
    </message>
    <message>
        <source>Avatar in its &amp;own window</source>
        <translation>Avatar im &amp;eigenen Fenster</translation>
    </message>
    <message>
        <source>Show or hide the &amp;source</source>
        <translation>&amp;Quelle zeigen oder verbergen</translation>
    </message>
    <message>
        <source>&amp;Stage times</source>
        <translation>&amp;Zeiten der Stufen</translation>
    </message>
    <message>
        <source>&amp;Perform</source>
        <translation>A&amp;uftritt</translation>
    </message>
    <message>
        <source>&amp;Record or stop</source>
        <translation>&amp;Aufnehmen oder anhalten</translation>
    </message>
    <message>
        <source>&amp;Screenshot</source>
        <translation>&amp;Screenshot</translation>
    </message>
    <message>
        <source>Screenshot &amp;without background</source>
        <translation>Screenshot &amp;ohne Hintergrund</translation>
    </message>
    <message>
        <source>Play a &amp;take…</source>
        <translation>&amp;Take abspielen …</translation>
    </message>
    <message>
        <source>&amp;Calibrate the neutral face</source>
        <translation>Neutrales Gesicht &amp;kalibrieren</translation>
    </message>
    <message>
        <source>&amp;Forget the neutral face</source>
        <translation>Neutrales Gesicht &amp;vergessen</translation>
    </message>
    <message>
        <source>{avatar_name} – Avatar</source>
        <translation>{avatar_name} – Avatar</translation>
    </message>
    <message>
        <source>The settings could not be saved: {error}</source>
        <translation>Die Einstellungen konnten nicht gespeichert werden: {error}</translation>
    </message>
    <message>
        <source>getting ready</source>
        <translation>Vorbereiten</translation>
    </message>
    <message>
        <source>looking for the face</source>
        <translation>Gesicht suchen</translation>
    </message>
    <message>
        <source>fitting the shape</source>
        <translation>Form anpassen</translation>
    </message>
    <message>
        <source>painting the skin</source>
        <translation>Haut malen</translation>
    </message>
    <message>
        <source>styling the hair</source>
        <translation>Haare frisieren</translation>
    </message>
    <message>
        <source>reading the skin</source>
        <translation>Haut lesen</translation>
    </message>
    <message>
        <source>carving the skin</source>
        <translation>Haut formen</translation>
    </message>
    <message>
        <source>learning the wrinkles</source>
        <translation>Falten lernen</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>Making your avatar</source>
        <translation>Ihr Avatar entsteht</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Progress of the new avatar</source>
        <translation>Fortschritt des neuen Avatars</translation>
    </message>
    <message>
        <source>Stop, and keep the avatar that is shown (Esc)</source>
        <translation>Anhalten und den gezeigten Avatar behalten (Esc)</translation>
    </message>
    <message>
        <source>{step}…</source>
        <translation>{step} …</translation>
    </message>
    <message>
        <source>A part that finds faces is not on this computer yet: {names}.</source>
        <translation>Ein Teil, der Gesichter findet, fehlt noch auf diesem Rechner: {names}.</translation>
    </message>
    <message>
        <source>{names} could not be fetched: connect to the network and try again.</source>
        <translation>{names} konnte nicht geladen werden: Verbinden Sie sich mit dem Netz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Brows</source>
        <translation>Brauen</translation>
    </message>
    <message>
        <source>Mouth</source>
        <translation>Mund</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>Rest and breathe</source>
        <translation>Ruhen, atmen</translation>
    </message>
    <message>
        <source>The avatar goes to rest and moves a little, as somebody who waits</source>
        <translation>Der Avatar kommt zur Ruhe und bewegt sich ein wenig wie jemand, der wartet</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>Ruhen</translation>
    </message>
    <message>
        <source>The avatar goes to rest and keeps still</source>
        <translation>Der Avatar kommt zur Ruhe und hält still</translation>
    </message>
    <message>
        <source>Hold the last pose</source>
        <translation>Pose halten</translation>
    </message>
    <message>
        <source>The avatar stays as it was until the face is back</source>
        <translation>Der Avatar bleibt, wie er war, bis das Gesicht zurück ist</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Smoothing, from steady to responsive</source>
        <translation>Glättung, von ruhig bis direkt</translation>
    </message>
    <message>
        <source>Steady calms a trembling picture, responsive follows at once</source>
        <translation>Ruhig beruhigt ein zitterndes Bild, direkt folgt sofort</translation>
    </message>
    <message>
        <source>What the avatar does while no face is seen</source>
        <translation>Was der Avatar tut, solange kein Gesicht zu sehen ist</translation>
    </message>
    <message>
        <source>All of this section as it was at first</source>
        <translation>Alles in diesem Abschnitt wie zu Beginn</translation>
    </message>
    <message>
        <source>Steady</source>
        <translation>Ruhig</translation>
    </message>
    <message>
        <source>Responsive</source>
        <translation>Direkt</translation>
    </message>
    <message>
        <source>While no face is seen</source>
        <translation>Solange kein Gesicht zu sehen ist</translation>
    </message>
    <message>
        <source>{word}, how much</source>
        <translation>{word}, wie viel</translation>
    </message>
    <message>
        <source>How much of your motion the avatar shows: 100 % as you do, 0 % keeps still</source>
        <translation>Wie viel Ihrer Bewegung der Avatar zeigt: 100 % wie Sie, 0 % hält still</translation>
    </message>
    <message>
        <source>{word}, keep as now</source>
        <translation>{word}, so lassen</translation>
    </message>
    <message>
        <source>Freeze: keep this part as it is now</source>
        <translation>Einfrieren: diesen Teil lassen, wie er jetzt ist</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>fest</translation>
    </message>
    <message>
        <source>Here is your new avatar</source>
        <translation>Hier ist Ihr neuer Avatar</translation>
    </message>
    <message>
        <source>Nothing of it is saved before you keep it.</source>
        <translation>Nichts davon wird gespeichert, bevor Sie ihn behalten.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Save it among your avatars (Return)</source>
        <translation>Zu Ihren Avataren legen (Eingabe)</translation>
    </message>
    <message>
        <source>Forget it and go back (Esc)</source>
        <translation>Vergessen und zurück (Esc)</translation>
    </message>
    <message>
        <source>Retake</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Another photo…</source>
        <translation>Anderes Foto …</translation>
    </message>
    <message>
        <source>Shows or hides this section</source>
        <translation>Zeigt oder verbirgt diesen Abschnitt</translation>
    </message>
    <message>
        <source>The avatar is in its own window.</source>
        <translation>Der Avatar ist in seinem eigenen Fenster.</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Drag here</source>
        <translation>Hier ziehen</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Whole screen (F11)</source>
        <translation>Ganzer Bildschirm (F11)</translation>
    </message>
    <message>
        <source>Bring the avatar back (Esc)</source>
        <translation>Avatar zurückholen (Esc)</translation>
    </message>
    <message>
        <source>Screen {number}</source>
        <translation>Bildschirm {number}</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen …</translation>
    </message>
    <message>
        <source>Show the transfers</source>
        <translation>Übertragungen zeigen</translation>
    </message>
    <message>
        <source>Transfers in short</source>
        <translation>Übertragungen in Kürze</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>Alle anhalten</translation>
    </message>
    <message>
        <source>Hold what runs and what waits</source>
        <translation>Anhalten, was läuft und wartet</translation>
    </message>
    <message>
        <source>Resume all</source>
        <translation>Alle fortsetzen</translation>
    </message>
    <message>
        <source>Let everything that is paused go on</source>
        <translation>Alles Angehaltene weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Alle abbrechen</translation>
    </message>
    <message>
        <source>Give up what is not finished; parts stay</source>
        <translation>Aufgeben, was nicht fertig ist; Teile bleiben</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Take what has ended off the list; files stay</source>
        <translation>Beendetes aus der Liste nehmen; Dateien bleiben</translation>
    </message>
    <message>
        <source>Hide the transfers; they go on</source>
        <translation>Übertragungen verbergen; sie laufen weiter</translation>
    </message>
    <message>
        <source>Hide the transfers</source>
        <translation>Übertragungen verbergen</translation>
    </message>
    <message>
        <source>Drop videos here, or add them.
Each becomes a video of the avatar, with its own sound.</source>
        <translation>Ziehen Sie Videos hierher oder fügen Sie sie hinzu.
Jedes wird ein Video des Avatars, mit eigenem Ton.</translation>
    </message>
    <message>
        <source>Add videos…</source>
        <translation>Videos hinzufügen …</translation>
    </message>
    <message>
        <source>Line videos up</source>
        <translation>Videos anstellen</translation>
    </message>
    <message>
        <source>Choose videos to transfer</source>
        <translation>Videos zum Übertragen wählen</translation>
    </message>
    <message>
        <source>Videos ({wanted})</source>
        <translation>Videos ({wanted})</translation>
    </message>
    <message>
        <source>What is unfinished is offered again when you open the app, and begins anew.</source>
        <translation>Was nicht fertig ist, wird beim nächsten Öffnen wieder angeboten und beginnt von vorn.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>Weiterarbeiten</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Übertragungen</translation>
    </message>
    <message>
        <source>{video} as {avatar}</source>
        <translation>{video} als {avatar}</translation>
    </message>
    <message>
        <source>State of {name}</source>
        <translation>Zustand von {name}</translation>
    </message>
    <message>
        <source>Progress of {name}</source>
        <translation>Fortschritt von {name}</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Play the result</source>
        <translation>Ergebnis abspielen</translation>
    </message>
    <message>
        <source>Play the part so far</source>
        <translation>Bisherigen Teil abspielen</translation>
    </message>
    <message>
        <source>Show its folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Avatars of the next transfers</source>
        <translation>Avatare der nächsten Übertragungen</translation>
    </message>
    <message>
        <source>Each video that is added is performed by each of these avatars</source>
        <translation>Jedes hinzugefügte Video spielt jeder dieser Avatare</translation>
    </message>
    <message>
        <source>Default avatar</source>
        <translation>Standard-Avatar</translation>
    </message>
    <message>
        <source>{number} avatars</source>
        <translation>{number} Avatare</translation>
    </message>
    <message>
        <source>The avatar shown</source>
        <translation>Der gezeigte Avatar</translation>
    </message>
    <message>
        <source>What the next transfers make</source>
        <translation>Was die nächsten Übertragungen erzeugen</translation>
    </message>
    <message>
        <source>What becomes of the videos that are added next</source>
        <translation>Was aus den nächsten hinzugefügten Videos wird</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
    <message>
        <source>Motion (.take)</source>
        <translation>Bewegung (.take)</translation>
    </message>
    <message>
        <source>Video and motion</source>
        <translation>Video und Bewegung</translation>
    </message>
    <message>
        <source>The avatar alone</source>
        <translation>Nur der Avatar</translation>
    </message>
    <message>
        <source>Beside the video</source>
        <translation>Neben dem Video</translation>
    </message>
    <message>
        <source>On the face in the video</source>
        <translation>Auf dem Gesicht im Video</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt …</translation>
    </message>
    <message>
        <source>Paused at {done}</source>
        <translation>Angehalten bei {done}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Done · {frames}</source>
        <translation>Fertig · {frames}</translation>
    </message>
    <message>
        <source>The part so far is kept.</source>
        <translation>Der bisherige Teil bleibt.</translation>
    </message>
    <message>
        <source>Cancelled · the part so far is kept</source>
        <translation>Abgebrochen · der bisherige Teil bleibt</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>{done} of {frames}</source>
        <translation>{done} von {frames}</translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 Bild</translation>
    </message>
    <message>
        <source>{number} frames</source>
        <translation>{number} Bilder</translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>noch {seconds} s</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min left</source>
        <translation>noch {hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>noch {minutes} min</translation>
    </message>
    <message>
        <source>{finished} of {all} done</source>
        <translation>{finished} von {all} fertig</translation>
    </message>
    <message>
        <source>{finished} done</source>
        <translation>{finished} fertig</translation>
    </message>
    <message>
        <source>{failed} failed</source>
        <translation>{failed} fehlgeschlagen</translation>
    </message>
    <message>
        <source>{cancelled} cancelled</source>
        <translation>{cancelled} abgebrochen</translation>
    </message>
    <message>
        <source>{paused} paused</source>
        <translation>{paused} angehalten</translation>
    </message>
    <message>
        <source>Transfer {number} of {all}</source>
        <translation>Übertragung {number} von {all}</translation>
    </message>
    <message>
        <source>The transfers have ended: {parts}.</source>
        <translation>Die Übertragungen sind beendet: {parts}.</translation>
    </message>
    <message>
        <source>1 transfer is running. Stop it?</source>
        <translation>1 Übertragung läuft. Anhalten?</translation>
    </message>
    <message>
        <source>{number} transfers are running. Stop them?</source>
        <translation>{number} Übertragungen laufen. Anhalten?</translation>
    </message>
    <message>
        <source>The recording could not be finished: {reason}</source>
        <translation>Die Aufnahme konnte nicht beendet werden: {reason}</translation>
    </message>
    <message>
        <source>{name} lacks {missed} pictures: this computer was too slow for them.</source>
        <translation>{name} fehlen {missed} Bilder: Dieser Rechner war zu langsam dafür.</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Size of the recording</source>
        <translation>Größe der Aufnahme</translation>
    </message>
    <message>
        <source>Width and height of the video, in pixels, whatever the size of the window</source>
        <translation>Breite und Höhe des Videos in Pixeln, gleich wie groß das Fenster ist</translation>
    </message>
    <message>
        <source>Write a video</source>
        <translation>Video schreiben</translation>
    </message>
    <message>
        <source>An MP4 of the avatar; the motion alone is kept as a take either way</source>
        <translation>Ein MP4 des Avatars; die Bewegung wird in jedem Fall als Take behalten</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>Was aufgenommen wird</translation>
    </message>
    <message>
        <source>Replay what was recorded</source>
        <translation>Aufgenommenes abspielen</translation>
    </message>
    <message>
        <source>Show it in its folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Save the picture as it is now</source>
        <translation>Das Bild speichern, wie es jetzt ist</translation>
    </message>
    <message>
        <source>Stop    {clock}</source>
        <translation>Stopp    {clock}</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>{name} gespeichert</translation>
    </message>
    <message>
        <source>Go back to live to record.</source>
        <translation>Zum Aufnehmen zurück zu Live.</translation>
    </message>
    <message>
        <source>Start a camera or a video first.</source>
        <translation>Starten Sie zuerst eine Kamera oder ein Video.</translation>
    </message>
    <message>
        <source>MP4 and take</source>
        <translation>MP4 und Take</translation>
    </message>
    <message>
        <source>Take, without a video</source>
        <translation>Take, ohne Video</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>{size} frei</translation>
    </message>
    <message>
        <source>only {size} free</source>
        <translation>nur {size} frei</translation>
    </message>
    <message>
        <source>Position in the take</source>
        <translation>Stelle im Take</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation>Farben des Systems</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Dunkle Farben</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>Helle Farben</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language and size change when you open the app the next time.</source>
        <translation>Sprache und Größe ändern sich beim nächsten Öffnen des Programms.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The window</source>
        <translation>Das Fenster</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Camera {index}</source>
        <translation>Kamera {index}</translation>
    </message>
    <message>
        <source>The camera does not give {asked}: {given} is used.</source>
        <translation>Die Kamera liefert kein {asked}: {given} wird verwendet.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Your source: only you see it, no recording does. Drag it to another corner; H hides it.</source>
        <translation>Ihre Quelle: Nur Sie sehen sie, keine Aufnahme. Ziehen Sie sie in eine andere Ecke; H verbirgt sie.</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>öffnet</translation>
    </message>
    <message>
        <source>live</source>
        <translation>live</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>Look into the camera</source>
        <translation>Schauen Sie in die Kamera</translation>
    </message>
    <message>
        <source>Only one person, please</source>
        <translation>Bitte nur eine Person</translation>
    </message>
    <message>
        <source>Bring your whole face into the picture</source>
        <translation>Bringen Sie Ihr ganzes Gesicht ins Bild</translation>
    </message>
    <message>
        <source>Too dark: turn on a light in front of you</source>
        <translation>Zu dunkel: Schalten Sie vor sich ein Licht an</translation>
    </message>
    <message>
        <source>The light is behind you: turn towards it</source>
        <translation>Das Licht ist hinter Ihnen: Drehen Sie sich dorthin</translation>
    </message>
    <message>
        <source>Too much light on your face</source>
        <translation>Zu viel Licht auf Ihrem Gesicht</translation>
    </message>
    <message>
        <source>Come closer</source>
        <translation>Kommen Sie näher</translation>
    </message>
    <message>
        <source>Move back a little</source>
        <translation>Gehen Sie etwas zurück</translation>
    </message>
    <message>
        <source>Bring your face into the oval</source>
        <translation>Bringen Sie Ihr Gesicht ins Oval</translation>
    </message>
    <message>
        <source>Look straight into the camera</source>
        <translation>Schauen Sie gerade in die Kamera</translation>
    </message>
    <message>
        <source>Hold your head upright</source>
        <translation>Halten Sie den Kopf gerade</translation>
    </message>
    <message>
        <source>Open your eyes</source>
        <translation>Öffnen Sie die Augen</translation>
    </message>
    <message>
        <source>Good, keep still</source>
        <translation>Gut, halten Sie still</translation>
    </message>
    <message>
        <source>Keep still</source>
        <translation>Halten Sie still</translation>
    </message>
    <message>
        <source>Starting the camera…</source>
        <translation>Kamera startet …</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>No camera found</source>
        <translation>Keine Kamera gefunden</translation>
    </message>
    <message>
        <source>Size of the camera&apos;s picture</source>
        <translation>Größe des Kamerabilds</translation>
    </message>
    <message>
        <source>Best size</source>
        <translation>Beste Größe</translation>
    </message>
    <message>
        <source>Pictures a second of the camera</source>
        <translation>Bilder der Kamera je Sekunde</translation>
    </message>
    <message>
        <source>{rate:.0f} fps</source>
        <translation>{rate:.0f} fps</translation>
    </message>
    <message>
        <source>What the camera is asked for; what it gives is said below</source>
        <translation>Was von der Kamera verlangt wird; was sie gibt, steht darunter</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Play a video…</source>
        <translation>Video …</translation>
    </message>
    <message>
        <source>Play a video as if it were a camera; to make a video of the avatar from it, press Ctrl+T</source>
        <translation>Ein Video abspielen, als wäre es eine Kamera; mit Strg+T wird daraus ein Video des Avatars</translation>
    </message>
    <message>
        <source>Calibrate</source>
        <translation>Kalibrieren</translation>
    </message>
    <message>
        <source>Look relaxed for two seconds: this becomes your neutral face (Ctrl+K)</source>
        <translation>Schauen Sie zwei Sekunden entspannt: Das wird Ihr neutrales Gesicht (Strg+K)</translation>
    </message>
    <message>
        <source>Show the source</source>
        <translation>Quelle zeigen</translation>
    </message>
    <message>
        <source>Mirrored</source>
        <translation>Gespiegelt</translation>
    </message>
    <message>
        <source>The source and the avatar as in a mirror; videos play as they were taken until you ask for it</source>
        <translation>Quelle und Avatar wie im Spiegel; Videos laufen wie aufgenommen, bis Sie es anders wollen</translation>
    </message>
    <message>
        <source>Also in pictures and recordings</source>
        <translation>Auch in Bildern und Aufnahmen</translation>
    </message>
    <message>
        <source>Whoever sees them then sees you beside the avatar</source>
        <translation>Wer sie ansieht, sieht dann auch Sie neben dem Avatar</translation>
    </message>
    <message>
        <source>Choose a video of a face</source>
        <translation>Video eines Gesichts wählen</translation>
    </message>
    <message>
        <source>A camera or a video makes the avatar move.</source>
        <translation>Eine Kamera oder ein Video bewegt den Avatar.</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Fetch it now</source>
        <translation>Jetzt laden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Make it move</source>
        <translation>Bewegen Sie ihn</translation>
    </message>
    <message>
        <source>The avatar follows your face in the camera.</source>
        <translation>Der Avatar folgt Ihrem Gesicht in der Kamera.</translation>
    </message>
    <message>
        <source>The avatar follows a face in a video.</source>
        <translation>Der Avatar folgt einem Gesicht in einem Video.</translation>
    </message>
    <message>
        <source>Start the camera</source>
        <translation>Kamera starten</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Detect the face</source>
        <translation>Gesicht finden</translation>
    </message>
    <message>
        <source>Encode</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>Solve and filter</source>
        <translation>Lösen und filtern</translation>
    </message>
    <message>
        <source>Refine and filter</source>
        <translation>Verfeinern und filtern</translation>
    </message>
    <message>
        <source>Deform and draw</source>
        <translation>Verformen und zeichnen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>you chose it</source>
        <translation>so gewählt</translation>
    </message>
    <message>
        <source>the best that is installed</source>
        <translation>das Beste, was installiert ist</translation>
    </message>
    <message>
        <source>the encoder does not know this head</source>
        <translation>der Encoder kennt diesen Kopf nicht</translation>
    </message>
    <message>
        <source>the encoder&apos;s network is not installed</source>
        <translation>das Netz des Encoders ist nicht installiert</translation>
    </message>
    <message>
        <source>the encoder that is installed is not good enough</source>
        <translation>der installierte Encoder ist nicht gut genug</translation>
    </message>
    <message>
        <source>Stage times</source>
        <translation>Zeiten der Stufen</translation>
    </message>
    <message>
        <source>{captured:.0f} fps in, {shown:.0f} fps out · {dropped} dropped · {latency} ms from capture to picture</source>
        <translation>{captured:.0f} fps herein, {shown:.0f} fps hinaus · {dropped} ausgelassen · {latency} ms von Kamera zu Bild</translation>
    </message>
    <message>
        <source>Drawn by {backend}</source>
        <translation>Gezeichnet mit {backend}</translation>
    </message>
    <message>
        <source>No tracker runs</source>
        <translation>Kein Tracker läuft</translation>
    </message>
    <message>
        <source>Tracked by the {name} tracker ({provider}): {why}</source>
        <translation>Verfolgt vom Tracker {name} ({provider}): {why}</translation>
    </message>
    <message>
        <source>Stage, ms</source>
        <translation>Stufe, ms</translation>
    </message>
    <message>
        <source>median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Replaying {name}</source>
        <translation>{name} läuft</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>{name} wird geöffnet</translation>
    </message>
    <message>
        <source>{name} has ended</source>
        <translation>{name} ist zu Ende</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Starting the tracker</source>
        <translation>Tracker startet</translation>
    </message>
    <message>
        <source>Measuring your neutral face</source>
        <translation>Ihr neutrales Gesicht wird gemessen</translation>
    </message>
    <message>
        <source>{name} gives no pictures</source>
        <translation>{name} liefert keine Bilder</translation>
    </message>
    <message>
        <source>No face in the picture</source>
        <translation>Kein Gesicht im Bild</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>{count} dropped</source>
        <translation>{count} ausgelassen</translation>
    </message>
    <message>
        <source>{count} not recorded</source>
        <translation>{count} nicht aufgenommen</translation>
    </message>
    <message>
        <source>{name} tracker</source>
        <translation>Tracker {name}</translation>
    </message>
    <message>
        <source>face {share}</source>
        <translation>Gesicht {share}</translation>
    </message>
    <message>
        <source>The take “{name}” was deleted.</source>
        <translation>Der Take „{name}“ wurde gelöscht.</translation>
    </message>
    <message>
        <source>There is no deleted take to put back.</source>
        <translation>Es gibt keinen gelöschten Take zum Zurückholen.</translation>
    </message>
    <message>
        <source>{name} must end in {endings}: choose one.</source>
        <translation>{name} muss auf {endings} enden: Wählen Sie eins davon.</translation>
    </message>
    <message>
        <source>{name} is being written: wait for it, or cancel it.</source>
        <translation>{name} wird geschrieben: Warten Sie oder brechen Sie ab.</translation>
    </message>
    <message>
        <source>{name} was cancelled.</source>
        <translation>{name} wurde abgebrochen.</translation>
    </message>
    <message>
        <source>{name} was saved in {folder}.</source>
        <translation>{name} wurde in {folder} gespeichert.</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>New name of {name}</source>
        <translation>Neuer Name von {name}</translation>
    </message>
    <message>
        <source>Cannot be played</source>
        <translation>Nicht abspielbar</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>Each recording keeps its motion as a take, to be replayed on any avatar.</source>
        <translation>Jede Aufnahme behält ihre Bewegung als Take, den jeder Avatar spielen kann.</translation>
    </message>
    <message>
        <source>3D model with the motion</source>
        <translation>3D-Modell mit der Bewegung</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Replay (Enter)</source>
        <translation>Abspielen (Eingabe)</translation>
    </message>
    <message>
        <source>Play a .take file and keep it here</source>
        <translation>Eine .take-Datei abspielen und hier behalten</translation>
    </message>
    <message>
        <source>Rename, export or delete the selected take</source>
        <translation>Den gewählten Take umbenennen, exportieren oder löschen</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>{name} wird geschrieben</translation>
    </message>
    <message>
        <source>Play a take</source>
        <translation>Take abspielen</translation>
    </message>
    <message>
        <source>Takes (*.take)</source>
        <translation>Takes (*.take)</translation>
    </message>
    <message>
        <source>&amp;Replay</source>
        <translation>Ab&amp;spielen</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>E&amp;xportieren …</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>Im &amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Put back</source>
        <translation>&amp;Zurückholen</translation>
    </message>
    <message>
        <source>&amp;Put back “{name}”</source>
        <translation>„{name}“ &amp;zurückholen</translation>
    </message>
    <message>
        <source>Export the take</source>
        <translation>Take exportieren</translation>
    </message>
    <message>
        <source>Chan&amp;ge looks…</source>
        <translation>Aussehen &amp;ändern …</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>&amp;Duplizieren</translation>
    </message>
    <message>
        <source>&amp;Add to your avatars</source>
        <translation>Zu &amp;Ihren Avataren legen</translation>
    </message>
    <message>
        <source>Export the avatar</source>
        <translation>Avatar exportieren</translation>
    </message>
    <message>
        <source>Avatars</source>
        <translation>Avatare</translation>
    </message>
    <message>
        <source>, on the stage</source>
        <translation>, auf der Bühne</translation>
    </message>
    <message>
        <source>The avatar that comes with the app</source>
        <translation>Der Avatar, der mit dem Programm kommt</translation>
    </message>
    <message>
        <source>One frame back (Left)</source>
        <translation>Ein Bild zurück (Links)</translation>
    </message>
    <message>
        <source>Play or pause (Space)</source>
        <translation>Abspielen oder anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>One frame forward (Right)</source>
        <translation>Ein Bild vor (Rechts)</translation>
    </message>
    <message>
        <source>Loop: begin again at the end</source>
        <translation>Schleife: am Ende von vorn beginnen</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Take on the stage</source>
        <translation>Take auf der Bühne</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>Zurück zu Live</translation>
    </message>
    <message>
        <source>End the replay; the source goes on (Esc)</source>
        <translation>Das Abspielen beenden; die Quelle läuft weiter (Esc)</translation>
    </message>
    <message>
        <source>frame {number} of {count}</source>
        <translation>Bild {number} von {count}</translation>
    </message>
    <message>
        <source>No camera was found. Connect one, or choose a photo.</source>
        <translation>Keine Kamera gefunden. Schließen Sie eine an oder wählen Sie ein Foto.</translation>
    </message>
    <message>
        <source>The picture is taken by itself as soon as it is good.</source>
        <translation>Das Bild entsteht von selbst, sobald es gut ist.</translation>
    </message>
    <message>
        <source>Take it now</source>
        <translation>Jetzt aufnehmen</translation>
    </message>
    <message>
        <source>Back without a picture (Esc)</source>
        <translation>Zurück ohne Bild (Esc)</translation>
    </message>
    <message>
        <source>Count down, whatever the picture lacks (Return)</source>
        <translation>Herunterzählen, was dem Bild auch fehlt (Eingabe)</translation>
    </message>
    <message>
        <source>Make your avatar</source>
        <translation>Machen Sie Ihren Avatar</translation>
    </message>
    <message>
        <source>One picture is enough, and it never leaves this computer.</source>
        <translation>Ein Bild genügt, und es verlässt nie diesen Rechner.</translation>
    </message>
    <message>
        <source>Take a selfie</source>
        <translation>Selfie machen</translation>
    </message>
    <message>
        <source>Choose a photo</source>
        <translation>Foto wählen</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel ansehen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Zurück (Esc)</translation>
    </message>
    <message>
        <source>We help you pose</source>
        <translation>Wir helfen bei der Pose</translation>
    </message>
    <message>
        <source>Or drop one here</source>
        <translation>Oder hierher ziehen</translation>
    </message>
    <message>
        <source>See it move first</source>
        <translation>Gleich in Bewegung</translation>
    </message>
    <message>
        <source>Preparing {name}, {share}</source>
        <translation>{name} wird vorbereitet, {share}</translation>
    </message>
    <message>
        <source>{name} is not used</source>
        <translation>{name} wird nicht verwendet</translation>
    </message>
    <message>
        <source>Add {count} avatars</source>
        <translation>{count} Avatare hinzufügen</translation>
    </message>
    <message>
        <source>Open this avatar</source>
        <translation>Diesen Avatar öffnen</translation>
    </message>
    <message>
        <source>Make an avatar of {name}</source>
        <translation>Avatar aus {name} erstellen</translation>
    </message>
    <message>
        <source>Make an avatar of this photo</source>
        <translation>Avatar aus diesem Foto erstellen</translation>
    </message>
    <message>
        <source>Transfer {count} videos to the avatar</source>
        <translation>{count} Videos auf den Avatar übertragen</translation>
    </message>
    <message>
        <source>Transfer this video to the avatar</source>
        <translation>Dieses Video auf den Avatar übertragen</translation>
    </message>
    <message>
        <source>Play {name}</source>
        <translation>{name} abspielen</translation>
    </message>
    <message>
        <source>Play this take</source>
        <translation>Diesen Take abspielen</translation>
    </message>
    <message>
        <source>Import the FLAME head in {name}</source>
        <translation>Den FLAME-Kopf aus {name} importieren</translation>
    </message>
    <message>
        <source>{name} was left out: drop one photo or take at a time.</source>
        <translation>{name} blieb übrig: Ziehen Sie immer nur ein Foto oder einen Take herein.</translation>
    </message>
    <message>
        <source>{count} files were left out: drop one photo or take at a time.</source>
        <translation>{count} Dateien blieben übrig: Ziehen Sie immer nur ein Foto oder einen Take herein.</translation>
    </message>
    <message>
        <source>{name} is a folder: drop the files that are in it.</source>
        <translation>{name} ist ein Ordner: Ziehen Sie die Dateien daraus herein.</translation>
    </message>
    <message>
        <source>{name} and {more} more are neither photos, videos, .avatar nor .take files.</source>
        <translation>{name} und {more} weitere sind weder Fotos, Videos, .avatar- noch .take-Dateien.</translation>
    </message>
    <message>
        <source>Photos, videos, .avatar and .take files can be dropped.</source>
        <translation>Fotos, Videos, .avatar- und .take-Dateien können Sie hereinziehen.</translation>
    </message>
    <message>
        <source>This cannot be used here</source>
        <translation>Das lässt sich hier nicht verwenden</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>no such file or directory</source>
        <translation>Datei oder Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>das ist ein Ordner</translation>
    </message>
    <message>
        <source>not a directory</source>
        <translation>das ist kein Ordner</translation>
    </message>
    <message>
        <source>file name too long</source>
        <translation>der Dateiname ist zu lang</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>the place does not take files</source>
        <translation>der Ort nimmt keine Dateien an</translation>
    </message>
    <message>
        <source>No glasses</source>
        <translation>Keine Brille</translation>
    </message>
    <message>
        <source>Round glasses</source>
        <translation>Runde Brille</translation>
    </message>
    <message>
        <source>Rectangular glasses</source>
        <translation>Eckige Brille</translation>
    </message>
    <message>
        <source>Thick-rimmed glasses</source>
        <translation>Brille mit dickem Rand</translation>
    </message>
    <message>
        <source>Sunglasses</source>
        <translation>Sonnenbrille</translation>
    </message>
    <message>
        <source>Glasses</source>
        <translation>Brille</translation>
    </message>
    <message>
        <source>Tortoise</source>
        <translation>Schildpatt</translation>
    </message>
    <message>
        <source>Silver</source>
        <translation>Silber</translation>
    </message>
    <message>
        <source>Gold</source>
        <translation>Gold</translation>
    </message>
    <message>
        <source>Skin</source>
        <translation>Haut</translation>
    </message>
    <message>
        <source>Lightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Lightness of the skin</source>
        <translation>Helligkeit der Haut</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>Wärme</translation>
    </message>
    <message>
        <source>Warmth of the skin&apos;s tone</source>
        <translation>Wärme des Hauttons</translation>
    </message>
    <message>
        <source>Size of the head</source>
        <translation>Größe des Kopfes</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>How far the back of the head reaches</source>
        <translation>Wie weit der Hinterkopf reicht</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Height of the skull over the brows</source>
        <translation>Höhe des Schädels über den Brauen</translation>
    </message>
    <message>
        <source>Ears</source>
        <translation>Ohren</translation>
    </message>
    <message>
        <source>Size of the ears</source>
        <translation>Größe der Ohren</translation>
    </message>
    <message>
        <source>Ears out</source>
        <translation>Abstehend</translation>
    </message>
    <message>
        <source>How far the ears stand out</source>
        <translation>Wie weit die Ohren abstehen</translation>
    </message>
    <message>
        <source>Also while another program is in front</source>
        <translation>Auch wenn ein anderes Programm vorn ist</translation>
    </message>
    <message>
        <source>{keys}, everywhere</source>
        <translation>{keys}, überall</translation>
    </message>
    <message>
        <source>.</source>
        <translation>,</translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>MP4 with sound, and take</source>
        <translation>MP4 mit Ton, und Take</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>Kein Ton</translation>
    </message>
    <message>
        <source>System microphone</source>
        <translation>Mikrofon des Systems</translation>
    </message>
    <message>
        <source>The microphone that goes into the video</source>
        <translation>Das Mikrofon, das ins Video kommt</translation>
    </message>
    <message>
        <source>Opening the microphone</source>
        <translation>Das Mikrofon wird geöffnet</translation>
    </message>
    <message>
        <source>Sound arrives {ms:.0f} ms after it was made.</source>
        <translation>Der Ton kommt {ms:.0f} ms nach seiner Entstehung an.</translation>
    </message>
    <message>
        <source>The picture takes {ms:.0f} ms from the camera.</source>
        <translation>Das Bild braucht {ms:.0f} ms von der Kamera.</translation>
    </message>
    <message>
        <source>So it is {ms:.0f} ms later than the sound; videos have both in time.</source>
        <translation>Es kommt also {ms:.0f} ms nach dem Ton; in Videos passen beide zusammen.</translation>
    </message>
    <message>
        <source>So the sound is {ms:.0f} ms later than it; videos have both in time.</source>
        <translation>Der Ton kommt also {ms:.0f} ms nach ihm; in Videos passen beide zusammen.</translation>
    </message>
    <message>
        <source>As the settings say, sound is moved by {ms:+d} ms.</source>
        <translation>Wie eingestellt wird der Ton um {ms:+d} ms verschoben.</translation>
    </message>
    <message>
        <source>The microphone&apos;s clock differs by {ppm:.0f} millionths; this is made up for.</source>
        <translation>Die Uhr des Mikrofons weicht um {ppm:.0f} Millionstel ab; das wird ausgeglichen.</translation>
    </message>
    <message>
        <source>Level of the microphone</source>
        <translation>Pegel des Mikrofons</translation>
    </message>
    <message>
        <source>Too loud: the sound is cut off</source>
        <translation>Zu laut: Der Ton ist übersteuert</translation>
    </message>
    <message>
        <source>the recording goes on, silent until then.</source>
        <translation>die Aufnahme läuft weiter, bis dahin ohne Ton.</translation>
    </message>
    <message>
        <source>Move sound by</source>
        <translation>Ton verschieben um</translation>
    </message>
    <message>
        <source>Clocks keep sound and picture together. If lips still come late in your videos, as with slow cameras, move the sound to later times.</source>
        <translation>Uhren halten Ton und Bild zusammen. Kommen die Lippen in Ihren Videos dennoch zu spät, wie bei langsamen Kameras, dann verschieben Sie den Ton nach hinten.</translation>
    </message>
    <message>
        <source>{ms:+d} ms</source>
        <translation>{ms:+d} ms</translation>
    </message>
    <message>
        <source>0 ms</source>
        <translation>0 ms</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>stumm</translation>
    </message>
    <message>
        <source>Nothing is heard, not even noise: switch the microphone on, or allow this app to use it.</source>
        <translation>Nichts ist zu hören, nicht einmal Rauschen: Schalten Sie das Mikrofon ein oder erlauben Sie dieser App, es zu benutzen.</translation>
    </message>
    <message>
        <source>The FLAME head is not on this computer any more: new avatars are made on the open head again.</source>
        <translation>Der FLAME-Kopf ist nicht mehr auf diesem Rechner: Neue Avatare entstehen wieder auf dem mitgelieferten Kopf.</translation>
    </message>
    <message>
        <source>The FLAME head cannot be read: new avatars are made on the open head, until you drop your FLAME download here again.</source>
        <translation>Der FLAME-Kopf lässt sich nicht lesen: Neue Avatare entstehen auf dem mitgelieferten Kopf, bis Sie Ihren FLAME-Download noch einmal hierher ziehen.</translation>
    </message>
    <message>
        <source>Head of new avatars</source>
        <translation>Kopf neuer Avatare</translation>
    </message>
    <message>
        <source>The head that comes with the app, or FLAME as you imported it</source>
        <translation>Der Kopf, der mit dem Programm kommt, oder FLAME, wie Sie es importiert haben</translation>
    </message>
    <message>
        <source>Open head</source>
        <translation>Mitgeliefert</translation>
    </message>
    <message>
        <source>FLAME {digits}</source>
        <translation>FLAME {digits}</translation>
    </message>
    <message>
        <source>FLAME</source>
        <translation>FLAME</translation>
    </message>
    <message>
        <source>Made of the FLAME file whose sha256 begins with {digits}</source>
        <translation>Aus der FLAME-Datei gemacht, deren SHA-256 mit {digits} beginnt</translation>
    </message>
    <message>
        <source>FLAME is being imported already. Wait until it is ready.</source>
        <translation>FLAME wird bereits importiert. Warten Sie, bis es fertig ist.</translation>
    </message>
    <message>
        <source>Importing FLAME from {name}: this takes about half a minute.</source>
        <translation>FLAME wird aus {name} importiert: Das dauert etwa eine halbe Minute.</translation>
    </message>
    <message>
        <source>FLAME is imported. New avatars are made on it.</source>
        <translation>FLAME ist importiert. Neue Avatare entstehen darauf.</translation>
    </message>
</context>
</TS>
