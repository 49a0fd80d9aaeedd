package com.example.sample;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** What an application has anyway; nothing in it knows of etcd. */
@ApplicationPath("/api")
public class SampleApplication extends Application {}
