<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>sentences</name>
    <message>
        <source> Did you mean {value}?</source>
        <translation> Meinten Sie {value}?</translation>
    </message>
    <message>
        <source>, included from {included_from},</source>
        <translation>, eingebunden von {included_from},</translation>
    </message>
    <message>
        <source>--detail must lie within 0 and 3, not {strength}: 0 is off, 1 as it is, 2 twice as deep.</source>
        <translation>--detail muss zwischen 0 und 3 liegen, nicht {strength}: 0 ist aus, 1 wie es ist, 2 doppelt so tief.</translation>
    </message>
    <message>
        <source>--light-strength must lie within {min_strength} and {max_strength}, not {strength}: 1 is as it is.</source>
        <translation>--light-strength muss zwischen {min_strength} und {max_strength} liegen, nicht {strength}: 1 ist, wie es ist.</translation>
    </message>
    <message>
        <source>--light-turn must be a number of degrees, not {turn_deg}.</source>
        <translation>--light-turn muss eine Gradzahl sein, nicht {turn_deg}.</translation>
    </message>
    <message>
        <source>A face was found in only {faces} of {frames} frames: the avatar rests in the others.</source>
        <translation>Nur in {faces} von {frames} Bildern wurde ein Gesicht gefunden: In den anderen ruht der Avatar.</translation>
    </message>
    <message>
        <source>A name cannot begin or end with a dot. Leave it out.</source>
        <translation>Ein Name kann nicht mit einem Punkt anfangen oder enden. Lassen Sie ihn weg.</translation>
    </message>
    <message>
        <source>A name cannot contain any of \ / : * ? &quot; &lt; &gt; |. Leave them out.</source>
        <translation>Ein Name darf \ / : * ? &quot; &lt; &gt; | nicht enthalten. Lassen Sie sie weg.</translation>
    </message>
    <message>
        <source>A name has {max_name} characters at most. Choose a shorter one.</source>
        <translation>Ein Name hat höchstens {max_name} Zeichen. Wählen Sie einen kürzeren.</translation>
    </message>
    <message>
        <source>A name needs at least one letter.</source>
        <translation>Ein Name braucht mindestens einen Buchstaben.</translation>
    </message>
    <message>
        <source>A recording is under way: stop it before you play a take.</source>
        <translation>Eine Aufnahme läuft: Beenden Sie sie, bevor Sie einen Take abspielen.</translation>
    </message>
    <message>
        <source>A take is on the stage: go back to live to calibrate.</source>
        <translation>Ein Take ist auf der Bühne: Gehen Sie zu Live zurück, um zu kalibrieren.</translation>
    </message>
    <message>
        <source>A take is on the stage: go back to live to record.</source>
        <translation>Ein Take ist auf der Bühne: Gehen Sie zu Live zurück, um aufzunehmen.</translation>
    </message>
    <message>
        <source>An eye is closed in the photo; one with open eyes gives better eyes.</source>
        <translation>Auf dem Foto ist ein Auge geschlossen; eines mit offenen Augen ergibt bessere Augen.</translation>
    </message>
    <message>
        <source>CUDA failed with {name}. Restart the app; update the NVIDIA driver if it recurs.</source>
        <translation>CUDA ist mit {name} gescheitert. Starten Sie das Programm neu; kommt es wieder vor, erneuern Sie den NVIDIA-Treiber.</translation>
    </message>
    <message>
        <source>Camera {index}</source>
        <translation>Kamera {index}</translation>
    </message>
    <message>
        <source>Camera {index} cannot be opened: plug it in, close other programs that use it, or pick another ({listed}); avatar-app doctor shows what was found.</source>
        <translation>Kamera {index} lässt sich nicht öffnen: Stecken Sie sie ein, schließen Sie andere Programme, die sie benutzen, oder wählen Sie eine andere ({listed}).</translation>
    </message>
    <message>
        <source>The camera does not give {asked}: {given} is used.</source>
        <translation>Die Kamera liefert kein {asked}: {given} wird verwendet.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>DECA&apos;s network had a say in the face&apos;s shape: by its licence the avatar is for non-commercial use.</source>
        <translation>DECAs Netz hat bei der Gesichtsform mitgeredet: Nach dessen Lizenz ist der Avatar nur für nichtkommerzielle Zwecke.</translation>
    </message>
    <message>
        <source>DECA&apos;s wrinkles need FLAME&apos;s texture layout, and {path} is missing or damaged. Run: python -m training import-deca CHECKPOINT --flame generic_model.pkl --template head_template.obj</source>
        <translation>DECAs Falten brauchen FLAMEs Texturaufteilung, und {path} fehlt oder ist beschädigt. Führen Sie aus: python -m training import-deca CHECKPOINT --flame generic_model.pkl --template head_template.obj</translation>
    </message>
    <message>
        <source>Fetching {names}…</source>
        <translation>{names} wird geholt …</translation>
    </message>
    <message>
        <source>Free some space or choose another place.</source>
        <translation>Schaffen Sie Platz oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Give generic_model.pkl of FLAME 2020 or 2019, flame2023.pkl or flame2023_Open.pkl, the zip that it comes in, or a folder with them; they are at flame.is.tue.mpg.de, under Download, after registration.</source>
        <translation>Geben Sie generic_model.pkl von FLAME 2020 oder 2019, flame2023.pkl oder flame2023_Open.pkl, das Zip, in dem es kommt, oder einen Ordner damit; Sie finden sie nach der Anmeldung auf flame.is.tue.mpg.de unter Download.</translation>
    </message>
    <message>
        <source>H.264 needs even sizes: {asked} is recorded as {given}.</source>
        <translation>H.264 braucht gerade Größen: {asked} wird als {given} aufgenommen.</translation>
    </message>
    <message>
        <source>Importing {name} broke off (exit code {code}). Drop it once more.</source>
        <translation>Der Import von {name} brach ab (Exitcode {code}). Ziehen Sie die Datei noch einmal herein.</translation>
    </message>
    <message>
        <source>Install the graphics card&apos;s current driver</source>
        <translation>Installieren Sie den aktuellen Treiber der Grafikkarte</translation>
    </message>
    <message>
        <source>It takes {fast} ms a call, the processor {slow} ms.</source>
        <translation>Ein Aufruf dauert {fast} ms, auf dem Prozessor {slow} ms.</translation>
    </message>
    <message>
        <source>Its answers differ from the processor&apos;s: {wrong}.</source>
        <translation>Seine Antworten weichen von denen des Prozessors ab: {wrong}.</translation>
    </message>
    <message>
        <source>Its libraries come from NVIDIA&apos;s own index: see docs/gpu.md</source>
        <translation>Seine Bibliotheken kommen aus NVIDIAs eigenem Verzeichnis: siehe docs/gpu.md</translation>
    </message>
    <message>
        <source>Making an avatar of {name} broke off (exit code {code}). Try it again, or choose another photo.</source>
        <translation>Das Entstehen des Avatars aus {name} brach ab (Code {code}). Versuchen Sie es noch einmal oder wählen Sie ein anderes Foto.</translation>
    </message>
    <message>
        <source>No FLAME head is on this machine. Download FLAME from flame.is.tue.mpg.de (it asks you to register), then run: avatar-app assets import-flame PATH</source>
        <translation>Auf diesem Rechner ist kein FLAME-Kopf. Laden Sie FLAME von flame.is.tue.mpg.de (mit Anmeldung), und führen Sie dann aus: avatar-app assets import-flame PATH</translation>
    </message>
    <message>
        <source>No TensorRT is installed, and cards of SM {value}.{value2} are served by NVIDIA&apos;s package tensorrt alone: see docs/gpu.md.</source>
        <translation>TensorRT ist nicht installiert, und für Karten mit SM {value}.{value2} taugt nur NVIDIAs Paket tensorrt: siehe docs/gpu.md.</translation>
    </message>
    <message>
        <source>No TensorRT is installed. Run: pip install &apos;avatar-app[tensorrt]&apos;</source>
        <translation>TensorRT ist nicht installiert. Führen Sie aus: pip install &apos;avatar-app[tensorrt]&apos;</translation>
    </message>
    <message>
        <source>No face was found in {name}: the avatar rests throughout.</source>
        <translation>In {name} wurde kein Gesicht gefunden: Der Avatar ruht durchgehend.</translation>
    </message>
    <message>
        <source>No face was found in {photo}. Use a photo that shows one face from the front, well lit.</source>
        <translation>In {photo} wurde kein Gesicht gefunden. Nehmen Sie ein Foto, das ein Gesicht von vorn und gut beleuchtet zeigt.</translation>
    </message>
    <message>
        <source>No microphone was found: plug one in, or allow this app to use it.</source>
        <translation>Es wurde kein Mikrofon gefunden: Stecken Sie eines ein, oder erlauben Sie diesem Programm, es zu benutzen.</translation>
    </message>
    <message>
        <source>No photo was given. Give at least one portrait.</source>
        <translation>Es wurde kein Foto angegeben. Geben Sie mindestens ein Porträt an.</translation>
    </message>
    <message>
        <source>None of the {files} pictures in {path} could be read.</source>
        <translation>Keines der {files} Bilder in {path} ließ sich lesen.</translation>
    </message>
    <message>
        <source>Nothing was recorded: a take needs at least one frame.</source>
        <translation>Es wurde nichts aufgenommen: Ein Take braucht mindestens ein Bild.</translation>
    </message>
    <message>
        <source>ONNX Runtime cannot run the model {name} with {provider}.</source>
        <translation>ONNX Runtime kann das Modell {name} nicht mit {provider} ausführen.</translation>
    </message>
    <message>
        <source>ONNX Runtime failed with {provider} while it ran.</source>
        <translation>ONNX Runtime ist mit {provider} im Betrieb gescheitert.</translation>
    </message>
    <message>
        <source>ONNX Runtime&apos;s {provider} does not start: its driver or libraries are missing or too old.</source>
        <translation>{provider} von ONNX Runtime startet nicht: Treiber oder Bibliotheken fehlen oder sind zu alt.</translation>
    </message>
    <message>
        <source>On Debian and Ubuntu: apt-get install libegl1 libgl1 libgl1-mesa-dri</source>
        <translation>Unter Debian und Ubuntu: apt-get install libegl1 libgl1 libgl1-mesa-dri</translation>
    </message>
    <message>
        <source>OpenGL 3.3 could not be started ({error}). {remedy}.</source>
        <translation>OpenGL 3.3 ließ sich nicht starten ({error}). {remedy}.</translation>
    </message>
    <message>
        <source>OpenGL is drawn by another graphics card than the one that runs the networks.</source>
        <translation>OpenGL zeichnet auf einer anderen Grafikkarte als der, auf der die Netze laufen.</translation>
    </message>
    <message>
        <source>OpenGL is drawn by {drawn_by}, not by the card that runs the networks.</source>
        <translation>OpenGL zeichnet mit {drawn_by}, nicht auf der Karte, auf der die Netze laufen.</translation>
    </message>
    <message>
        <source>OpenGL is not drawn by a card that CUDA knows ({name}).</source>
        <translation>OpenGL zeichnet nicht auf einer Karte, die CUDA kennt ({name}).</translation>
    </message>
    <message>
        <source>OpenGL, software</source>
        <translation>OpenGL, Software</translation>
    </message>
    <message>
        <source>Parts of the face are burnt out; a photo in softer light gives better skin.</source>
        <translation>Teile des Gesichts sind überbelichtet; ein Foto in weicherem Licht ergibt eine bessere Haut.</translation>
    </message>
    <message>
        <source>QT_QPA_PLATFORM is {platform}, which has no OpenGL window: unset it, or use xvfb-run.</source>
        <translation>QT_QPA_PLATFORM ist {platform} und hat kein OpenGL-Fenster: Löschen Sie die Variable, oder benutzen Sie xvfb-run.</translation>
    </message>
    <message>
        <source>Recording stopped, {error}: the take “{stem}” holds what was performed until then. Choose another place.</source>
        <translation>Die Aufnahme endete, {error}: Der Take „{stem}“ enthält, was bis dahin gespielt wurde. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Recording stopped, {error}: the take “{stem}” holds what was performed until then. Free some space or choose another place.</source>
        <translation>Die Aufnahme endete, {error}: Der Take „{stem}“ enthält, was bis dahin gespielt wurde. Schaffen Sie Platz oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Recording stopped, {error}: {being_written} holds what was written until then. Choose another place.</source>
        <translation>Die Aufnahme endete, {error}: {being_written} enthält, was bis dahin geschrieben wurde. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Recording stopped, {error}: {being_written} holds what was written until then. Free some space or choose another place.</source>
        <translation>Die Aufnahme endete, {error}: {being_written} enthält, was bis dahin geschrieben wurde. Schaffen Sie Platz oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Reinstall the app</source>
        <translation>Installieren Sie das Programm neu</translation>
    </message>
    <message>
        <source>Reinstall the application to get it back.</source>
        <translation>Installieren Sie das Programm neu, dann ist es wieder da.</translation>
    </message>
    <message>
        <source>Run: avatar-app assets pull</source>
        <translation>Führen Sie aus: avatar-app assets pull</translation>
    </message>
    <message>
        <source>Run: pip install &apos;avatar-app[tensorrt]&apos; --force-reinstall</source>
        <translation>Führen Sie aus: pip install &apos;avatar-app[tensorrt]&apos; --force-reinstall</translation>
    </message>
    <message>
        <source>Run: sudo apt-get install libportaudio2</source>
        <translation>Führen Sie aus: sudo apt-get install libportaudio2</translation>
    </message>
    <message>
        <source>Several cameras are called {spec}: give one&apos;s number, {listed}.</source>
        <translation>Mehrere Kameras heißen {spec}: Geben Sie die Nummer an, {listed}.</translation>
    </message>
    <message>
        <source>Shader {label} does not compile: {message}</source>
        <translation>Der Shader {label} lässt sich nicht übersetzen: {message}</translation>
    </message>
    <message>
        <source>Shader {name} has no uniform {key}. It has: {gl}.</source>
        <translation>Der Shader {name} hat kein Uniform {key}. Er hat: {gl}.</translation>
    </message>
    <message>
        <source>Shader {name} was drawn without its uniform {missing}.</source>
        <translation>Der Shader {name} wurde ohne sein Uniform {missing} gezeichnet.</translation>
    </message>
    <message>
        <source>Sound needs the PortAudio library, which is not installed. {how}.</source>
        <translation>Der Ton braucht die Bibliothek PortAudio, die nicht installiert ist. {how}.</translation>
    </message>
    <message>
        <source>Sound needs the Python package sounddevice. Run: pip install sounddevice.</source>
        <translation>Der Ton braucht das Python-Paket sounddevice. Führen Sie aus: pip install sounddevice.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>The NVIDIA driver does not start ({name}). Restart the computer or update the driver.</source>
        <translation>Der NVIDIA-Treiber startet nicht ({name}). Starten Sie den Rechner neu oder erneuern Sie den Treiber.</translation>
    </message>
    <message>
        <source>The NVIDIA driver finds no graphics card that CUDA can use.</source>
        <translation>Der NVIDIA-Treiber findet keine Grafikkarte, die CUDA benutzen kann.</translation>
    </message>
    <message>
        <source>The avatar {path} does not exist. Make one with: avatar-app create PHOTO -o {name}</source>
        <translation>Den Avatar {path} gibt es nicht. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The avatar “{avatar_name}” is no longer in {parent}: put it back, then try again.</source>
        <translation>Der Avatar „{avatar_name}“ ist nicht mehr in {parent}: Legen Sie ihn zurück, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The card {path} cannot be read. Reinstall the application to get it back.</source>
        <translation>Die Karte {path} lässt sich nicht lesen. Installieren Sie das Programm neu, dann ist sie wieder da.</translation>
    </message>
    <message>
        <source>The display {display} does not answer: check DISPLAY, or use xvfb-run avatar-app.</source>
        <translation>Die Anzeige {display} antwortet nicht: Prüfen Sie DISPLAY, oder benutzen Sie xvfb-run avatar-app.</translation>
    </message>
    <message>
        <source>The driver does not share OpenGL&apos;s buffers with CUDA ({name}).</source>
        <translation>Der Treiber teilt die Puffer von OpenGL nicht mit CUDA ({name}).</translation>
    </message>
    <message>
        <source>The encoder speaks ARKit&apos;s expressions, not those of {id}: track landmarks.</source>
        <translation>Der Encoder kennt ARKits Ausdrücke, nicht die von {id}: Verfolgen Sie Landmarken.</translation>
    </message>
    <message>
        <source>The engine has no {lower} named {name}, only {names}.</source>
        <translation>Die Engine hat kein {lower} namens {name}, nur {names}.</translation>
    </message>
    <message>
        <source>The engine&apos;s {lower} {name} is {found}, this app needs {shape} in float32.</source>
        <translation>{lower} {name} der Engine ist {found}, dieses Programm braucht {shape} in float32.</translation>
    </message>
    <message>
        <source>The face in {photo} is too small. Use a photo where it fills more of the picture.</source>
        <translation>Das Gesicht in {photo} ist zu klein. Nehmen Sie ein Foto, auf dem es mehr vom Bild füllt.</translation>
    </message>
    <message>
        <source>The face is in the shade of a light behind it; one with light on the face gives better skin.</source>
        <translation>Das Gesicht liegt im Gegenlicht; ein Foto mit Licht auf dem Gesicht ergibt eine bessere Haut.</translation>
    </message>
    <message>
        <source>The face is small; a closer picture gives a sharper avatar.</source>
        <translation>Das Gesicht ist klein; ein Bild aus der Nähe ergibt einen schärferen Avatar.</translation>
    </message>
    <message>
        <source>The face is turned away; a picture from the front gives a better avatar.</source>
        <translation>Das Gesicht ist abgewandt; ein Bild von vorn ergibt einen besseren Avatar.</translation>
    </message>
    <message>
        <source>The folder {parent} does not exist: make it first, or record elsewhere.</source>
        <translation>Den Ordner {parent} gibt es nicht: Legen Sie ihn an, oder nehmen Sie anderswo auf.</translation>
    </message>
    <message>
        <source>The folder {parent} does not exist: make it first, or write elsewhere.</source>
        <translation>Den Ordner {parent} gibt es nicht: Legen Sie ihn an, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The graphics card has no memory left for the network. Close other programs that use it.</source>
        <translation>Die Grafikkarte hat keinen Speicher mehr für das Netz. Schließen Sie andere Programme, die sie benutzen.</translation>
    </message>
    <message>
        <source>The hairstyle {file} is missing. Reinstall the application to get it back.</source>
        <translation>Die Frisur {file} fehlt. Installieren Sie das Programm neu, dann ist sie wieder da.</translation>
    </message>
    <message>
        <source>The head {head_id} is not on this machine. Import the FLAME file that it was made of: avatar-app assets import-flame PATH</source>
        <translation>Der Kopf {head_id} ist nicht auf diesem Rechner. Importieren Sie die FLAME-Datei, aus der er gemacht wurde: avatar-app assets import-flame PATH</translation>
    </message>
    <message>
        <source>The head {path} is damaged, or is no head file. Reinstall the application to get it back.</source>
        <translation>Der Kopf {path} ist beschädigt oder keine Kopfdatei. Installieren Sie das Programm neu, dann ist er wieder da.</translation>
    </message>
    <message>
        <source>The head {path} is missing. Reinstall the application to get it back.</source>
        <translation>Der Kopf {path} fehlt. Installieren Sie das Programm neu, dann ist er wieder da.</translation>
    </message>
    <message>
        <source>The head {stem} cannot be read. Import its FLAME file again: avatar-app assets import-flame PATH</source>
        <translation>Der Kopf {stem} lässt sich nicht lesen. Importieren Sie seine FLAME-Datei noch einmal: avatar-app assets import-flame PATH</translation>
    </message>
    <message>
        <source>The list of transfers could not be read ({error}); it begins empty, the old one is kept as {kept}.</source>
        <translation>Die Liste der Übertragungen ließ sich nicht lesen ({error}); sie beginnt leer, die alte liegt als {kept} bereit.</translation>
    </message>
    <message>
        <source>The list of transfers in {path} could not be read ({error}); it begins empty.</source>
        <translation>Die Liste der Übertragungen in {path} ließ sich nicht lesen ({error}); sie beginnt leer.</translation>
    </message>
    <message>
        <source>The microphone {called} cannot be opened ({error}): close other programs that use it, or choose another.</source>
        <translation>Das Mikrofon {called} lässt sich nicht öffnen ({error}): Schließen Sie andere Programme, die es benutzen, oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>The microphone {name} is not there: plug it in or choose another.</source>
        <translation>Das Mikrofon {name} ist nicht da: Stecken Sie es ein, oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>The model {path} cannot be read ({strerror}). Reinstall the application to get it back.</source>
        <translation>Das Modell {path} lässt sich nicht lesen ({strerror}). Installieren Sie das Programm neu, dann ist es wieder da.</translation>
    </message>
    <message>
        <source>The model {path} has no {kind} named {name}, only {names}: it is of another kind.</source>
        <translation>Das Modell {path} hat kein {kind} namens {name}, nur {names}: Es ist von anderer Art.</translation>
    </message>
    <message>
        <source>The model {path} is damaged: ONNX Runtime cannot load it. Reinstall the application to get it back.</source>
        <translation>Das Modell {path} ist beschädigt: ONNX Runtime kann es nicht laden. Installieren Sie das Programm neu, dann ist es wieder da.</translation>
    </message>
    <message>
        <source>The model {path} is missing. Reinstall the application to get it back.</source>
        <translation>Das Modell {path} fehlt. Installieren Sie das Programm neu, dann ist es wieder da.</translation>
    </message>
    <message>
        <source>The model {path} was altered: its sha256 is not its card&apos;s. Reinstall the application to get it back.</source>
        <translation>Das Modell {path} wurde verändert: Sein sha256 ist nicht das seiner Karte. Installieren Sie das Programm neu, dann ist es wieder da.</translation>
    </message>
    <message>
        <source>The model {path}&apos;s {kind} {name} is {value}, this app needs {value2}.</source>
        <translation>{kind} {name} des Modells {path} ist {value}, dieses Programm braucht {value2}.</translation>
    </message>
    <message>
        <source>The network did not run on the graphics card.</source>
        <translation>Das Netz lief nicht auf der Grafikkarte.</translation>
    </message>
    <message>
        <source>The package cuda-bindings cannot be loaded ({error}). Run: pip install &apos;avatar-app[tensorrt]&apos; --force-reinstall</source>
        <translation>Das Paket cuda-bindings lässt sich nicht laden ({error}). Führen Sie aus: pip install &apos;avatar-app[tensorrt]&apos; --force-reinstall</translation>
    </message>
    <message>
        <source>The package cuda-bindings is not installed. Run: pip install &apos;avatar-app[tensorrt]&apos;</source>
        <translation>Das Paket cuda-bindings ist nicht installiert. Führen Sie aus: pip install &apos;avatar-app[tensorrt]&apos;</translation>
    </message>
    <message>
        <source>The package {name} is installed without {name2}. {value}</source>
        <translation>Das Paket {name} ist ohne {name2} installiert. {value}</translation>
    </message>
    <message>
        <source>The package {name} is installed, but its libraries do not load. {value}</source>
        <translation>Das Paket {name} ist installiert, aber seine Bibliotheken lassen sich nicht laden. {value}</translation>
    </message>
    <message>
        <source>The package {name} is not installed. Run: pip install &apos;avatar-app[tensorrt]&apos;</source>
        <translation>Das Paket {name} ist nicht installiert. Führen Sie aus: pip install &apos;avatar-app[tensorrt]&apos;</translation>
    </message>
    <message>
        <source>The package {name} {version} is too old: this app needs {oldest}. Update it with pip.</source>
        <translation>Das Paket {name} {version} ist zu alt: Dieses Programm braucht {oldest}. Erneuern Sie es mit pip.</translation>
    </message>
    <message>
        <source>The photo cuts off a part of the face; one that shows all of it gives a better avatar.</source>
        <translation>Das Foto schneidet einen Teil des Gesichts ab; eines, das es ganz zeigt, ergibt einen besseren Avatar.</translation>
    </message>
    <message>
        <source>The photo is dark; one with light on the face gives better skin.</source>
        <translation>Das Foto ist dunkel; eines mit Licht auf dem Gesicht ergibt eine bessere Haut.</translation>
    </message>
    <message>
        <source>The process that builds it ended without a word</source>
        <translation>Der Prozess, der es baut, endete ohne ein Wort</translation>
    </message>
    <message>
        <source>The recording {path} ended early{why}; what was written until then plays.</source>
        <translation>Die Aufnahme {path} endete zu früh{why}; was bis dahin geschrieben wurde, lässt sich abspielen.</translation>
    </message>
    <message>
        <source>The settings could not be read ({error}); the defaults are used and the old file is kept as {kept}.</source>
        <translation>Die Einstellungen ließen sich nicht lesen ({error}); es gelten die Vorgaben, und die alte Datei liegt als {kept} bereit.</translation>
    </message>
    <message>
        <source>The settings in {path} could not be read ({error}); the defaults are used.</source>
        <translation>Die Einstellungen in {path} ließen sich nicht lesen ({error}); es gelten die Vorgaben.</translation>
    </message>
    <message>
        <source>The shader file shaders/{file}{by} is missing. Reinstall the application to get it back.</source>
        <translation>Die Shader-Datei shaders/{file}{by} fehlt. Installieren Sie das Programm neu, dann ist sie wieder da.</translation>
    </message>
    <message>
        <source>The shipped file assets/{name} is missing. Reinstall the application to get it back.</source>
        <translation>Die mitgelieferte Datei assets/{name} fehlt. Installieren Sie das Programm neu, dann ist sie wieder da.</translation>
    </message>
    <message>
        <source>The size {text} cannot be drawn: both sides must be {min_side_px} to {max_side_px} pixels.</source>
        <translation>Die Größe {text} lässt sich nicht zeichnen: Beide Seiten müssen {min_side_px} bis {max_side_px} Pixel haben.</translation>
    </message>
    <message>
        <source>The skin comes from {name}, the shape from all {faces} photos.</source>
        <translation>Die Haut kommt aus {name}, die Form aus allen {faces} Fotos.</translation>
    </message>
    <message>
        <source>The sound ({codec}) does not fit into an MP4 file and is left out.</source>
        <translation>Der Ton ({codec}) passt nicht in eine MP4-Datei und fehlt deshalb.</translation>
    </message>
    <message>
        <source>The system&apos;s sound does not answer ({error}): restart the app.</source>
        <translation>Der Ton des Systems antwortet nicht ({error}): Starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>The take {path} does not exist.</source>
        <translation>Den Take {path} gibt es nicht.</translation>
    </message>
    <message>
        <source>The take {path} is empty: it ended before its first frame.</source>
        <translation>Der Take {path} ist leer: Er endete vor seinem ersten Bild.</translation>
    </message>
    <message>
        <source>The tracker sees no face on this head: give its mediapipe_landmark_embedding.npz with --landmarks.</source>
        <translation>Auf diesem Kopf ist kein Gesicht zu erkennen: Ziehen Sie sein mediapipe_landmark_embedding.npz mit herein.</translation>
    </message>
    <message>
        <source>The transfer of {name} broke off (exit code {code}). Try it again.</source>
        <translation>Die Übertragung von {name} brach ab (Code {code}). Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The window has no OpenGL 3.3 ({error}). Install the graphics card&apos;s driver.</source>
        <translation>Das Fenster hat kein OpenGL 3.3 ({error}). Installieren Sie den Treiber der Grafikkarte.</translation>
    </message>
    <message>
        <source>The window needs OpenGL 3.3, this display offers {found}. Install the graphics card&apos;s driver.</source>
        <translation>Das Fenster braucht OpenGL 3.3, diese Anzeige bietet {found}. Installieren Sie den Treiber der Grafikkarte.</translation>
    </message>
    <message>
        <source>The window needs system libraries: apt-get install {missing}</source>
        <translation>Das Fenster braucht Systembibliotheken: apt-get install {missing}</translation>
    </message>
    <message>
        <source>There is no asset named {name}. avatar-app assets list shows them all.</source>
        <translation>Es gibt keine Datei namens {name}. avatar-app assets list zeigt alle.</translation>
    </message>
    <message>
        <source>There is no display to open a window on: log in to a desktop, use xvfb-run avatar-app, or run headless: avatar-app puppet --headless</source>
        <translation>Es gibt keine Anzeige für ein Fenster: Melden Sie sich an einem Desktop an, benutzen Sie xvfb-run avatar-app, oder ohne Fenster: avatar-app puppet --headless</translation>
    </message>
    <message>
        <source>There is no face to calibrate with: start a camera or a video first.</source>
        <translation>Zum Kalibrieren fehlt ein Gesicht: Starten Sie zuerst eine Kamera oder ein Video.</translation>
    </message>
    <message>
        <source>There is no file {one}. Give generic_model.pkl of FLAME 2020 or 2019, flame2023.pkl or flame2023_Open.pkl, the zip that it comes in, or a folder with them; they are at flame.is.tue.mpg.de, under Download, after registration.</source>
        <translation>Die Datei {one} gibt es nicht. Geben Sie generic_model.pkl von FLAME 2020 oder 2019, flame2023.pkl oder flame2023_Open.pkl, das Zip, in dem es kommt, oder einen Ordner damit; Sie finden sie nach der Anmeldung auf flame.is.tue.mpg.de unter Download.</translation>
    </message>
    <message>
        <source>There is no file {path}. FLAME&apos;s files come from flame.is.tue.mpg.de after registration.</source>
        <translation>Die Datei {path} gibt es nicht. FLAMEs Dateien kommen nach der Anmeldung von flame.is.tue.mpg.de.</translation>
    </message>
    <message>
        <source>There is no file {path}. FLAME&apos;s head_template.obj comes with its texture space.</source>
        <translation>Die Datei {path} gibt es nicht. FLAMEs head_template.obj kommt mit dem Texturraum.</translation>
    </message>
    <message>
        <source>There is no file {path}. FLAME_texture.npz comes with FLAME&apos;s texture space.</source>
        <translation>Die Datei {path} gibt es nicht. FLAME_texture.npz kommt mit FLAMEs Texturraum.</translation>
    </message>
    <message>
        <source>There is no file {path}. Run: python -m training import-deca CHECKPOINT --flame generic_model.pkl</source>
        <translation>Die Datei {path} gibt es nicht. Führen Sie aus: python -m training import-deca CHECKPOINT --flame generic_model.pkl</translation>
    </message>
    <message>
        <source>There is no file {path}. The landmarks need FLAME&apos;s mediapipe_landmark_embedding.npz, from the same download page as the model.</source>
        <translation>Die Datei {path} gibt es nicht. Die Gesichtspunkte brauchen FLAMEs mediapipe_landmark_embedding.npz von derselben Seite wie das Modell.</translation>
    </message>
    <message>
        <source>There is no hairstyle {name}. Choose one of: {choices}.</source>
        <translation>Die Frisur {name} gibt es nicht. Wählen Sie eine von: {choices}.</translation>
    </message>
    <message>
        <source>This ONNX Runtime has no {provider}. Install {value} in its place.</source>
        <translation>Diese ONNX Runtime hat kein {provider}. Installieren Sie stattdessen {value}.</translation>
    </message>
    <message>
        <source>This computer has no NVIDIA driver. Install it if there is an NVIDIA card.</source>
        <translation>Dieser Rechner hat keinen NVIDIA-Treiber. Installieren Sie ihn, falls es eine NVIDIA-Karte gibt.</translation>
    </message>
    <message>
        <source>This head&apos;s expressions have no left and right by name, so its motion cannot be mirrored.</source>
        <translation>Die Ausdrücke dieses Kopfs nennen kein Links und Rechts, deshalb lässt sich seine Bewegung nicht spiegeln.</translation>
    </message>
    <message>
        <source>What the expressions of {head_id} are is not known on this machine. Import that FLAME file: avatar-app assets import-flame PATH</source>
        <translation>Was die Ausdrücke von {head_id} sind, weiß dieser Rechner nicht. Importieren Sie jene FLAME-Datei: avatar-app assets import-flame PATH</translation>
    </message>
    <message>
        <source>an unknown head</source>
        <translation>einen unbekannten Kopf</translation>
    </message>
    <message>
        <source>holds FLAME&apos;s texture layout, not the model</source>
        <translation>enthält FLAMEs Texturaufteilung, nicht das Modell</translation>
    </message>
    <message>
        <source>holds FLAME&apos;s vertex masks, not the model</source>
        <translation>enthält FLAMEs Masken der Punkte, nicht das Modell</translation>
    </message>
    <message>
        <source>holds a network&apos;s weights, not a FLAME model</source>
        <translation>enthält die Gewichte eines Netzes, kein FLAME-Modell</translation>
    </message>
    <message>
        <source>holds no FLAME model</source>
        <translation>enthält kein FLAME-Modell</translation>
    </message>
    <message>
        <source>holds where FLAME&apos;s landmarks are, not the model</source>
        <translation>enthält, wo FLAMEs Gesichtspunkte sind, nicht das Modell</translation>
    </message>
    <message>
        <source>no pictures</source>
        <translation>keine Bilder</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>only sound</source>
        <translation>nur Ton</translation>
    </message>
    <message>
        <source>onnxruntime for macOS</source>
        <translation>onnxruntime für macOS</translation>
    </message>
    <message>
        <source>onnxruntime-directml</source>
        <translation>onnxruntime-directml</translation>
    </message>
    <message>
        <source>onnxruntime-gpu</source>
        <translation>onnxruntime-gpu</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>the head {head}</source>
        <translation>den Kopf {head}</translation>
    </message>
    <message>
        <source>the system names none</source>
        <translation>das System nennt keine</translation>
    </message>
    <message>
        <source>your avatars</source>
        <translation>Ihren Avataren</translation>
    </message>
    <message>
        <source>your takes</source>
        <translation>Ihren Takes</translation>
    </message>
    <message>
        <source>{backend} is being prepared for the {network} network: {why}.</source>
        <translation>{backend} wird für das Netz {network} vorbereitet: {why}.</translation>
    </message>
    <message>
        <source>{backend} is not used: {why}</source>
        <translation>{backend} wird nicht benutzt: {why}</translation>
    </message>
    <message>
        <source>{called} gives no more sound: plug it in again or choose another.</source>
        <translation>{called} gibt keinen Ton mehr: Stecken Sie es wieder ein, oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>{capitalize} stopped giving pictures: it was unplugged or taken by another program; plug it in again and choose it once more.</source>
        <translation>{capitalize} liefert keine Bilder mehr: Sie wurde ausgesteckt, oder ein anderes Programm benutzt sie; stecken Sie sie wieder ein, und wählen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>{error} (signal {value}).</source>
        <translation>{error} (Signal {value}).</translation>
    </message>
    <message>
        <source>{error} Give generic_model.pkl of FLAME 2020 or 2019, flame2023.pkl or flame2023_Open.pkl, the zip that it comes in, or a folder with them; they are at flame.is.tue.mpg.de, under Download, after registration.</source>
        <translation>{error} Geben Sie generic_model.pkl von FLAME 2020 oder 2019, flame2023.pkl oder flame2023_Open.pkl, das Zip, in dem es kommt, oder einen Ordner damit; Sie finden sie nach der Anmeldung auf flame.is.tue.mpg.de unter Download.</translation>
    </message>
    <message>
        <source>{error} Until then the shape comes from landmarks alone.</source>
        <translation>{error} Bis dahin kommt die Form allein aus den Landmarken.</translation>
    </message>
    <message>
        <source>{error} Until then the skin stays as smooth as the mesh.</source>
        <translation>{error} Bis dahin bleibt die Haut so glatt wie das Netz.</translation>
    </message>
    <message>
        <source>{name} breaks off after frame {index} of {frames}.</source>
        <translation>{name} bricht nach Bild {index} von {frames} ab.</translation>
    </message>
    <message>
        <source>{name} came as {shape} instead of {shape2}</source>
        <translation>{name} kam als {shape} statt {shape2}</translation>
    </message>
    <message>
        <source>{name} could not be fetched; tried {failures}. Connect to the network and run avatar-app assets pull, or put the file into {parent}.</source>
        <translation>{name} ließ sich nicht holen; versucht wurde {failures}. Stellen Sie eine Netzverbindung her, oder legen Sie die Datei in {parent}.</translation>
    </message>
    <message>
        <source>{name} does not belong to this model: its points lie on other triangles.</source>
        <translation>{name} gehört nicht zu diesem Modell: Die Punkte liegen auf anderen Dreiecken.</translation>
    </message>
    <message>
        <source>{name} does not take the engine that was built for this card.</source>
        <translation>{name} nimmt die Engine nicht, die für diese Karte gebaut wurde.</translation>
    </message>
    <message>
        <source>{name} has a {name2} of {shape}: it is not a FLAME model.</source>
        <translation>{name} hat {name2} der Größe {shape}: Das ist kein FLAME-Modell.</translation>
    </message>
    <message>
        <source>{name} has joints {parents}: FLAME has root, neck, jaw and two eyes.</source>
        <translation>{name} hat die Gelenke {parents}: FLAME hat Wurzel, Hals, Kiefer und zwei Augen.</translation>
    </message>
    <message>
        <source>{name} has no baked wrinkles: make it again from its photo, or use --detail-path exact.</source>
        <translation>{name} hat keine gebackenen Falten: Machen Sie den Avatar aus seinem Foto neu, oder wählen Sie „Exakt“.</translation>
    </message>
    <message>
        <source>{name} has no {name2}: it is not a FLAME model.</source>
        <translation>{name} hat kein {name2}: Das ist kein FLAME-Modell.</translation>
    </message>
    <message>
        <source>{name} has other triangles than the model: it belongs to another one.</source>
        <translation>{name} hat andere Dreiecke als das Modell: Die Datei gehört zu einem anderen.</translation>
    </message>
    <message>
        <source>{name} has triangles without vertices: it is damaged.</source>
        <translation>{name} hat Dreiecke ohne Eckpunkte: Die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>{name} has {value} MB; a FLAME file has about 50 and at most 512.</source>
        <translation>{name} hat {value} MB; eine FLAME-Datei hat etwa 50 und höchstens 512.</translation>
    </message>
    <message>
        <source>{name} has {value} components; FLAME has {num_shape} of identity and then those of expression. Use the full model, not a reduced one.</source>
        <translation>{name} hat {value} Komponenten; FLAME hat {num_shape} der Person und dann die des Ausdrucks. Nehmen Sie das volle Modell, kein verkleinertes.</translation>
    </message>
    <message>
        <source>{name} in {name2} has {value} MB; a FLAME file has 50.</source>
        <translation>{name} in {name2} hat {value} MB; eine FLAME-Datei hat 50.</translation>
    </message>
    <message>
        <source>{name} in {parent} has {size} bytes where {size2} belong. Run: avatar-app assets pull</source>
        <translation>{name} in {parent} hat {size} Bytes, wo {size2} hingehören. Führen Sie aus: avatar-app assets pull</translation>
    </message>
    <message>
        <source>{name} in {parent} was altered: its sha256 is not the manifest&apos;s. {remedy}</source>
        <translation>{name} in {parent} wurde verändert: Das sha256 ist nicht das des Verzeichnisses. {remedy}</translation>
    </message>
    <message>
        <source>{name} is damaged: {bad} frames could not be read, the first after frame {first_bad}.</source>
        <translation>{name} ist beschädigt: {bad} Bilder ließen sich nicht lesen, das erste nach Bild {first_bad}.</translation>
    </message>
    <message>
        <source>{name} is not FLAME&apos;s texture space ({error}).</source>
        <translation>{name} ist nicht FLAMEs Texturraum ({error}).</translation>
    </message>
    <message>
        <source>{name} is not a MediaPipe landmark embedding ({error}).</source>
        <translation>{name} sagt nicht, wo MediaPipes Gesichtspunkte sind ({error}).</translation>
    </message>
    <message>
        <source>{name} is not a triangle mesh with texture coordinates ({error}).</source>
        <translation>{name} ist kein Dreiecksnetz mit Texturkoordinaten ({error}).</translation>
    </message>
    <message>
        <source>{name} is not installed yet. Run: avatar-app assets pull</source>
        <translation>{name} ist noch nicht installiert. Führen Sie aus: avatar-app assets pull</translation>
    </message>
    <message>
        <source>{name} shows {seen} faces; the largest was taken.</source>
        <translation>{name} zeigt {seen} Gesichter; das größte wurde genommen.</translation>
    </message>
    <message>
        <source>{name} was made for the head {head_id}, and {id} is loaded. Make the avatar again from its photo.</source>
        <translation>{name} wurde für den Kopf {head_id} gemacht, geladen ist {id}. Machen Sie den Avatar aus seinem Foto neu.</translation>
    </message>
    <message>
        <source>{name} was made for the head {head_id}, this app has {id}. Make it again from its photo.</source>
        <translation>{name} wurde für den Kopf {head_id} gemacht, dieses Programm hat {id}. Machen Sie den Avatar aus seinem Foto neu.</translation>
    </message>
    <message>
        <source>{name} was made with another detail decoder than the one that is installed. Use --detail-path baked, or make the avatar again from its photo.</source>
        <translation>{name} wurde mit einem anderen Detail-Decoder gemacht als dem installierten. Wählen Sie „Gebacken“, oder machen Sie den Avatar aus seinem Foto neu.</translation>
    </message>
    <message>
        <source>{name} was recorded on the head {head_id}, the avatar has {id}: track the video again with --avatar.</source>
        <translation>{name} wurde auf dem Kopf {head_id} aufgenommen, der Avatar hat {id}: Nehmen Sie den Take mit diesem Avatar neu auf.</translation>
    </message>
    <message>
        <source>{name} was recorded on the head {head_id}, which is not on this machine. Import it: avatar-app assets import-flame PATH</source>
        <translation>{name} wurde auf dem Kopf {head_id} aufgenommen, der nicht auf diesem Rechner ist. Importieren Sie ihn: avatar-app assets import-flame PATH</translation>
    </message>
    <message>
        <source>{name} {version} does not serve cards of SM {value}.{value2}: the package tensorrt does, see docs/gpu.md.</source>
        <translation>{name} {version} taugt nicht für Karten mit SM {value}.{value2}: Das Paket tensorrt tut es, siehe docs/gpu.md.</translation>
    </message>
    <message>
        <source>{name}: fetching from {label}…</source>
        <translation>{name} wird geholt von {label} …</translation>
    </message>
    <message>
        <source>{name}={weight} is out of range: expressions go from 0 to 1.</source>
        <translation>{name}={weight} liegt außerhalb: Ausdrücke gehen von 0 bis 1.</translation>
    </message>
    <message>
        <source>{option} must be more than 0, not {value}.</source>
        <translation>{option} muss mehr als 0 sein, nicht {value}.</translation>
    </message>
    <message>
        <source>{part} is no expression: write name=value, as in jawOpen=0.5,mouthSmileLeft=1.</source>
        <translation>{part} ist kein Ausdruck: Schreiben Sie Name=Wert, wie in jawOpen=0.5,mouthSmileLeft=1.</translation>
    </message>
    <message>
        <source>{path} cannot be unpacked ({error}): download it again.</source>
        <translation>{path} lässt sich nicht entpacken ({error}): Laden Sie die Datei noch einmal herunter.</translation>
    </message>
    <message>
        <source>{path} cannot be written, its folder is read-only. Choose another place.</source>
        <translation>{path} lässt sich nicht schreiben, der Ordner ist schreibgeschützt. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>{path} cannot be written, {error}. {error2}</source>
        <translation>{path} lässt sich nicht schreiben, {error}. {error2}</translation>
    </message>
    <message>
        <source>{path} does not exist. Check the path of the photo.</source>
        <translation>{path} gibt es nicht. Wählen Sie ein anderes Foto.</translation>
    </message>
    <message>
        <source>{path} has an ending that is not written: end it in {endings}.</source>
        <translation>Die Endung von {path} wird nicht geschrieben: Enden Sie auf {endings}.</translation>
    </message>
    <message>
        <source>{path} has avatar format {value}: open it with an app version {needed}.</source>
        <translation>{path} hat das Avatarformat {value}: Öffnen Sie ihn mit der Programmversion {needed}.</translation>
    </message>
    <message>
        <source>{path} has hair format {value}, this app reads {format_version}.</source>
        <translation>{path} hat das Haarformat {value}, dieses Programm liest {format_version}.</translation>
    </message>
    <message>
        <source>{path} has head format {value}, this version of the app reads {format_version}.</source>
        <translation>{path} hat das Kopfformat {value}, diese Programmversion liest {format_version}.</translation>
    </message>
    <message>
        <source>{path} has more parts than an avatar has: use one written by avatar-app create.</source>
        <translation>{path} hat mehr Teile als ein Avatar: Nehmen Sie einen, den dieses Programm geschrieben hat.</translation>
    </message>
    <message>
        <source>{path} has take format {value}, this version of the app reads {format_version}: update the app or record the take again.</source>
        <translation>{path} hat das Takeformat {value}, diese Programmversion liest {format_version}: Erneuern Sie das Programm, oder nehmen Sie den Take neu auf.</translation>
    </message>
    <message>
        <source>{path} has {members} members: it is no download of FLAME. Give generic_model.pkl of FLAME 2020 or 2019, flame2023.pkl or flame2023_Open.pkl, the zip that it comes in, or a folder with them; they are at flame.is.tue.mpg.de, under Download, after registration.</source>
        <translation>{path} enthält {members} Dateien: Das ist kein Download von FLAME. Geben Sie generic_model.pkl von FLAME 2020 oder 2019, flame2023.pkl oder flame2023_Open.pkl, das Zip, in dem es kommt, oder einen Ordner damit; Sie finden sie nach der Anmeldung auf flame.is.tue.mpg.de unter Download.</translation>
    </message>
    <message>
        <source>{path} holds no picture that can be decoded: the video is damaged or of an unknown kind.</source>
        <translation>{path} enthält kein lesbares Bild: Das Video ist beschädigt oder von unbekannter Art.</translation>
    </message>
    <message>
        <source>{path} holds no pictures: put JPEG or PNG files into it, or give a video.</source>
        <translation>{path} enthält keine Bilder: Legen Sie JPEG- oder PNG-Dateien hinein, oder nehmen Sie ein Video.</translation>
    </message>
    <message>
        <source>{path} holds {has}: give a video with pictures of a face.</source>
        <translation>{path} enthält {has}: Nehmen Sie ein Video mit Bildern eines Gesichts.</translation>
    </message>
    <message>
        <source>{path} is a HEIC photo, which this program cannot read. Save it as JPEG or PNG.</source>
        <translation>{path} ist ein HEIC-Foto, das dieses Programm nicht lesen kann. Speichern Sie es als JPEG oder PNG.</translation>
    </message>
    <message>
        <source>{path} is a folder. Give the photo inside it.</source>
        <translation>{path} ist ein Ordner. Wählen Sie das Foto darin.</translation>
    </message>
    <message>
        <source>{path} is a folder: name a file in it.</source>
        <translation>{path} ist ein Ordner: Nennen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>{path} is a photo, not an avatar. Make one of it: avatar-app create {path2} -o ME.avatar</source>
        <translation>{path} ist ein Foto, kein Avatar. Machen Sie einen daraus: Ziehen Sie es auf das Fenster.</translation>
    </message>
    <message>
        <source>{path} is already being recorded.</source>
        <translation>{path} wird schon aufgenommen.</translation>
    </message>
    <message>
        <source>{path} is an empty file. Copy the photo again.</source>
        <translation>{path} ist eine leere Datei. Kopieren Sie das Foto noch einmal.</translation>
    </message>
    <message>
        <source>{path} is an empty file: copy or download the video again.</source>
        <translation>{path} ist eine leere Datei: Kopieren oder laden Sie das Video noch einmal.</translation>
    </message>
    <message>
        <source>{path} is cut off or is no video. Copy or record it again.</source>
        <translation>{path} ist abgeschnitten oder kein Video. Kopieren Sie es noch einmal, oder nehmen Sie es neu auf.</translation>
    </message>
    <message>
        <source>{path} is damaged ({error}).</source>
        <translation>{path} ist beschädigt ({error}).</translation>
    </message>
    <message>
        <source>{path} is damaged and cannot be read to its end. Copy the photo again.</source>
        <translation>{path} ist beschädigt und lässt sich nicht bis zum Ende lesen. Kopieren Sie das Foto noch einmal.</translation>
    </message>
    <message>
        <source>{path} is damaged. Import the FLAME file again: avatar-app assets import-flame PATH</source>
        <translation>{path} ist beschädigt. Importieren Sie die FLAME-Datei noch einmal: avatar-app assets import-flame PATH</translation>
    </message>
    <message>
        <source>{path} is damaged: its {name} holds no numbers.</source>
        <translation>{path} ist beschädigt: {name} darin enthält keine Zahlen.</translation>
    </message>
    <message>
        <source>{path} is damaged: its {name} is not finite everywhere.</source>
        <translation>{path} ist beschädigt: {name} darin ist nicht überall endlich.</translation>
    </message>
    <message>
        <source>{path} is larger than any take: at most {value} MB are read.</source>
        <translation>{path} ist größer als jeder Take: Höchstens {value} MB werden gelesen.</translation>
    </message>
    <message>
        <source>{path} is not a hairstyle, or a damaged one ({error}).</source>
        <translation>{path} ist keine Frisur oder eine beschädigte ({error}).</translation>
    </message>
    <message>
        <source>{path} is not a picture this program can read. Use a JPEG, PNG or WebP photo.</source>
        <translation>{path} ist kein Bild, das dieses Programm lesen kann. Nehmen Sie ein Foto als JPEG, PNG oder WebP.</translation>
    </message>
    <message>
        <source>{path} is not a take, or is damaged. Record it again, or use another copy.</source>
        <translation>{path} ist kein Take oder ist beschädigt. Nehmen Sie ihn neu auf, oder nehmen Sie eine andere Kopie.</translation>
    </message>
    <message>
        <source>{path} is not a take.</source>
        <translation>{path} ist kein Take.</translation>
    </message>
    <message>
        <source>{path} is not a whole take: it lacks {missing}.</source>
        <translation>{path} ist kein vollständiger Take: Es fehlt {missing}.</translation>
    </message>
    <message>
        <source>{path} is not an avatar, or is damaged. Make it again with: avatar-app create</source>
        <translation>{path} ist kein Avatar oder ist beschädigt. Machen Sie ihn aus seinem Foto neu.</translation>
    </message>
    <message>
        <source>{path} is only {width}x{height} pixels. Use a larger photo.</source>
        <translation>{path} hat nur {width}×{height} Pixel. Nehmen Sie ein größeres Foto.</translation>
    </message>
    <message>
        <source>{path} is too large{size}: at most {max_side_px} pixels a side and 120 megapixels. Scale it down first.</source>
        <translation>{path} ist zu groß{size}: höchstens {max_side_px} Pixel je Seite und 120 Megapixel. Verkleinern Sie es zuerst.</translation>
    </message>
    <message>
        <source>{path} is {width}x{height}: at most {max_side_px} pixels a side can be used.</source>
        <translation>{path} hat {width}×{height}: Höchstens {max_side_px} Pixel je Seite gehen.</translation>
    </message>
    <message>
        <source>{path} may not be read by you: change its permissions, or copy it.</source>
        <translation>{path} dürfen Sie nicht lesen: Ändern Sie die Rechte, oder kopieren Sie die Datei.</translation>
    </message>
    <message>
        <source>{path} was altered or is damaged: its numbers are not those written. Use another copy.</source>
        <translation>{path} wurde verändert oder ist beschädigt: Die Zahlen darin sind nicht die geschriebenen. Nehmen Sie eine andere Kopie.</translation>
    </message>
    <message>
        <source>{path} was altered: its part {name} is not the one that was written. Use another copy.</source>
        <translation>{path} wurde verändert: Der Teil {name} darin ist nicht der geschriebene. Nehmen Sie eine andere Kopie.</translation>
    </message>
    <message>
        <source>{path} was imported for {whose}, not for {id}: make the avatar on that FLAME head, or import the checkpoint again with this head&apos;s FLAME file.</source>
        <translation>{path} wurde für {whose} importiert, nicht für {id}: Machen Sie den Avatar auf jenem FLAME-Kopf, oder importieren Sie DECA mit der FLAME-Datei dieses Kopfs.</translation>
    </message>
    <message>
        <source>{path} was recorded on another kind of head than the head {head_id} that it names: track the video again.</source>
        <translation>{path} wurde auf einer anderen Art von Kopf aufgenommen als dem Kopf {head_id}, den er nennt: Nehmen Sie ihn neu auf.</translation>
    </message>
    <message>
        <source>{path} wears glasses that this app lacks: open it with a newer one.</source>
        <translation>{path} trägt eine Brille, die diesem Programm fehlt: Öffnen Sie ihn mit einem neueren.</translation>
    </message>
    <message>
        <source>{path} wears the hairstyle {style}, which this app lacks: open it with a newer one.</source>
        <translation>{path} trägt die Frisur {style}, die diesem Programm fehlt: Öffnen Sie ihn mit einem neueren.</translation>
    </message>
    <message>
        <source>{path} {what}. Give generic_model.pkl of FLAME 2020 or 2019, flame2023.pkl or flame2023_Open.pkl, the zip that it comes in, or a folder with them; they are at flame.is.tue.mpg.de, under Download, after registration.</source>
        <translation>{path} {what}. Geben Sie generic_model.pkl von FLAME 2020 oder 2019, flame2023.pkl oder flame2023_Open.pkl, das Zip, in dem es kommt, oder einen Ordner damit; Sie finden sie nach der Anmeldung auf flame.is.tue.mpg.de unter Download.</translation>
    </message>
    <message>
        <source>{rstrip}, {allowed} is allowed</source>
        <translation>{rstrip}, erlaubt ist {allowed}</translation>
    </message>
    <message>
        <source>{spec} does not exist: give a camera&apos;s number or name, a video, a picture or a folder.</source>
        <translation>{spec} gibt es nicht: Wählen Sie eine Kamera oder ein Video.</translation>
    </message>
    <message>
        <source>{target} exists already. Choose another name.</source>
        <translation>{target} gibt es schon. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{text} is no background: write a CSS colour such as white, grey or navy, #rrggbb{words} or the path of a picture that exists.</source>
        <translation>{text} ist kein Hintergrund: Wählen Sie eine Farbe oder ein Bild, das es gibt.</translation>
    </message>
    <message>
        <source>{text} is no size: write 512 or 1280x720.</source>
        <translation>{text} ist keine Größe: Schreiben Sie 512 oder 1280x720.</translation>
    </message>
    <message>
        <source>{upper}{value} The names are in: avatar-app render --help</source>
        <translation>{upper}{value} Die Namen stehen in: avatar-app render --help</translation>
    </message>
    <message>
        <source>{value} has other triangles than {id}. Run: python -m training import-deca CHECKPOINT --flame generic_model.pkl</source>
        <translation>{value} hat andere Dreiecke als {id}. Führen Sie aus: python -m training import-deca CHECKPOINT --flame generic_model.pkl</translation>
    </message>
    <message>
        <source>{what} has a damaged array {value} ({error}).</source>
        <translation>{what} hat ein beschädigtes Array {value} ({error}).</translation>
    </message>
    <message>
        <source>{what} holds no dictionary of arrays.</source>
        <translation>{what} enthält kein Verzeichnis von Arrays.</translation>
    </message>
    <message>
        <source>{what} is far too long-winded for a model file and was not read.</source>
        <translation>{what} ist für eine Modelldatei viel zu umständlich und wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>{what} is not a readable pickle (it calls something that is no function).</source>
        <translation>{what} ist kein lesbares Pickle (es ruft etwas auf, das keine Funktion ist).</translation>
    </message>
    <message>
        <source>{what} is not a readable pickle (it gives a state to something without).</source>
        <translation>{what} ist kein lesbares Pickle (es gibt etwas einen Zustand, das keinen hat).</translation>
    </message>
    <message>
        <source>{what} is not a readable pickle (it has no end).</source>
        <translation>{what} ist kein lesbares Pickle (es hat kein Ende).</translation>
    </message>
    <message>
        <source>{what} is not a readable pickle ({error}).</source>
        <translation>{what} ist kein lesbares Pickle ({error}).</translation>
    </message>
    <message>
        <source>{what} mentions {value}, which no model file needs: it was not read, and nothing in it was run.</source>
        <translation>{what} nennt {value}, was keine Modelldatei braucht: Die Datei wurde nicht gelesen, und nichts darin wurde ausgeführt.</translation>
    </message>
    <message>
        <source>{what} uses the pickle instruction {name}, which no model file needs.</source>
        <translation>{what} benutzt die Pickle-Anweisung {name}, die keine Modelldatei braucht.</translation>
    </message>
    <message>
        <source>{why} The map goes through the processor.</source>
        <translation>{why} Die Karte nimmt den Weg über den Prozessor.</translation>
    </message>
    <message>
        <source>“{name}” means a device on Windows. Choose another name.</source>
        <translation>„{name}“ ist unter Windows ein Gerät. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>“{stem}” is no longer among your avatars: another window or program took it away.</source>
        <translation>„{stem}“ ist nicht mehr unter Ihren Avataren: Ein anderes Fenster oder Programm hat ihn entfernt.</translation>
    </message>
    <message>
        <source>“{stem}” is no longer among your takes.</source>
        <translation>„{stem}“ ist nicht mehr unter Ihren Takes.</translation>
    </message>
    <message>
        <source>“{stem}” is no longer among {among}.</source>
        <translation>„{stem}“ ist nicht mehr unter {among}.</translation>
    </message>
    <message>
        <source>“{stem}” lies in {parent}, not among your avatars. Add it to them first.</source>
        <translation>„{stem}“ liegt in {parent}, nicht unter Ihren Avataren. Fügen Sie ihn zuerst hinzu.</translation>
    </message>
    <message>
        <source>“{stem}” was put back already, or is gone for good.</source>
        <translation>„{stem}“ wurde schon zurückgeholt oder ist endgültig fort.</translation>
    </message>
    <message>
        <source>Keys cannot reach the app from other programs on macOS: use them with the window in front.</source>
        <translation>Unter macOS erreichen Tasten das Programm nicht aus anderen Programmen: Nutzen Sie sie, während das Fenster vorn ist.</translation>
    </message>
    <message>
        <source>Wayland lets no key reach the app from other programs: log in to an X11 session for that.</source>
        <translation>Unter Wayland erreicht keine Taste das Programm aus anderen Programmen: Melden Sie sich dafür in einer X11-Sitzung an.</translation>
    </message>
    <message>
        <source>{keys} cannot be a key for all programs: choose another one.</source>
        <translation>{keys} kann keine Taste für alle Programme sein: Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>{keys} is needed in other programs: choose an F-key, or one with Ctrl or Alt.</source>
        <translation>{keys} wird in anderen Programmen gebraucht: Wählen Sie eine F-Taste oder eine mit Strg oder Alt.</translation>
    </message>
    <message>
        <source>The X server did not answer: keys for all programs do not work.</source>
        <translation>Der X-Server hat nicht geantwortet: Tasten für alle Programme funktionieren nicht.</translation>
    </message>
    <message>
        <source>This keyboard has no {written}: choose another key.</source>
        <translation>Diese Tastatur hat kein {written}: Wählen Sie eine andere Taste.</translation>
    </message>
    <message>
        <source>Another program has {written} already: choose another key.</source>
        <translation>Ein anderes Programm hat {written} schon: Wählen Sie eine andere Taste.</translation>
    </message>
    <message>
        <source>libX11 is missing: install it (Debian: libx11-6) for keys in all programs.</source>
        <translation>libX11 fehlt: Installieren Sie es (Debian: libx11-6), damit Tasten in allen Programmen wirken.</translation>
    </message>
    <message>
        <source>{key} is not on every keyboard: choose another key.</source>
        <translation>{key} ist nicht auf jeder Tastatur: Wählen Sie eine andere Taste.</translation>
    </message>
</context>
</TS>
