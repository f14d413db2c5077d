<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- Sentences that tell the command line what to do, as the window says them. -->
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>sentences</name>
    <message>
        <source>Camera {index} cannot be opened: plug it in, close other programs that use it, or pick another ({listed}); avatar-app doctor shows what was found.</source>
        <translation>Camera {index} cannot be opened: plug it in, close other programs that use it, or choose another ({listed}).</translation>
    </message>
    <message>
        <source>The avatar {path} does not exist. Make one with: avatar-app create PHOTO -o {name}</source>
        <translation>The avatar {path} does not exist. Choose another one.</translation>
    </message>
    <message>
        <source>{name} could not be fetched; tried {failures}. Connect to the network and run avatar-app assets pull, or put the file into {parent}.</source>
        <translation>{name} could not be fetched; tried {failures}. Connect to the network and try again, or put the file into {parent}.</translation>
    </message>
    <message>
        <source>{name} has no baked wrinkles: make it again from its photo, or use --detail-path exact.</source>
        <translation>{name} has no baked wrinkles: make it again from its photo, or choose Exact.</translation>
    </message>
    <message>
        <source>{name} was made with another detail decoder than the one that is installed. Use --detail-path baked, or make the avatar again from its photo.</source>
        <translation>{name} was made with another detail decoder than the one that is installed. Choose Baked, or make the avatar again from its photo.</translation>
    </message>
    <message>
        <source>{name} was recorded on the head {head_id}, the avatar has {id}: track the video again with --avatar.</source>
        <translation>{name} was recorded on the head {head_id}, the avatar has {id}: record it again with this avatar.</translation>
    </message>
    <message>
        <source>{path} does not exist. Check the path of the photo.</source>
        <translation>{path} does not exist. Choose another photo.</translation>
    </message>
    <message>
        <source>{path} has more parts than an avatar has: use one written by avatar-app create.</source>
        <translation>{path} has more parts than an avatar has: use one that this app wrote.</translation>
    </message>
    <message>
        <source>{path} holds no pictures: put JPEG or PNG files into it, or give a video.</source>
        <translation>{path} holds no pictures: put JPEG or PNG files into it, or choose a video.</translation>
    </message>
    <message>
        <source>{path} holds {has}: give a video with pictures of a face.</source>
        <translation>{path} holds {has}: choose a video with pictures of a face.</translation>
    </message>
    <message>
        <source>{path} is a folder. Give the photo inside it.</source>
        <translation>{path} is a folder. Choose the photo inside it.</translation>
    </message>
    <message>
        <source>{path} is a photo, not an avatar. Make one of it: avatar-app create {path2} -o ME.avatar</source>
        <translation>{path} is a photo, not an avatar. Drop it on the window to make one of it.</translation>
    </message>
    <message>
        <source>{path} is not an avatar, or is damaged. Make it again with: avatar-app create</source>
        <translation>{path} is not an avatar, or is damaged. Make it again from its photo.</translation>
    </message>
    <message>
        <source>{spec} does not exist: give a camera&apos;s number or name, a video, a picture or a folder.</source>
        <translation>{spec} does not exist: choose a camera or a video.</translation>
    </message>
    <message>
        <source>{text} is no background: write a CSS colour such as white, grey or navy, #rrggbb{words} or the path of a picture that exists.</source>
        <translation>{text} is no background: choose a colour, or a picture that exists.</translation>
    </message>
    <message>
        <source>The tracker sees no face on this head: give its mediapipe_landmark_embedding.npz with --landmarks.</source>
        <translation>The tracker sees no face on this head: drop its mediapipe_landmark_embedding.npz together with it.</translation>
    </message>
</context>
</TS>
